import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0008_criterion_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="arbitrationoption",
            name="stands",
            field=models.BooleanField(default=False, verbose_name="ce qui est contesté tient"),
        ),
        migrations.AddField(
            model_name="waiver",
            name="names",
            field=models.ManyToManyField(
                blank=True, related_name="waivers", to="reviews.finding", verbose_name="passe outre"
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="snapshot",
            field=models.JSONField(
                blank=True,
                default=dict,
                encoder=django.core.serializers.json.DjangoJSONEncoder,
                verbose_name="ce qui est accepté",
            ),
        ),
    ]
