import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0004_trigram"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="projecttopic",
            name="clarified",
            field=models.TextField(blank=True, default="", verbose_name="ce qui a été éclairci"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttopic",
            name="clarified_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="éclairci le"),
        ),
        migrations.AddField(
            model_name="projecttopic",
            name="clarified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="éclairci par",
            ),
        ),
        migrations.AddConstraint(
            model_name="projecttopic",
            constraint=models.CheckConstraint(
                condition=models.Q(("clarified_at", None), ("clarified_by", None))
                | models.Q(("clarified_at__isnull", False), ("clarified_by__isnull", False)),
                name="project_topic_clarified_by_someone",
            ),
        ),
    ]
