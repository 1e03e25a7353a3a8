import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0009_systems_live'),
    ]

    operations = [
        migrations.AlterField(
            model_name='system',
            name='number',
            field=models.PositiveIntegerField(unique=True, verbose_name='numéro'),
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='inventaire')),
                ('scope', models.CharField(choices=[('read', 'lecture'), ('write', 'lecture et écriture')], max_length=5, verbose_name='ce qu’il peut faire')),
                ('prefix', models.CharField(max_length=12, verbose_name='début du jeton')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='empreinte du jeton')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='dernier jour')),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='dernière utilisation')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retiré par')),
            ],
            options={
                'verbose_name': 'jeton d’API',
                'verbose_name_plural': 'jetons d’API',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['read', 'write'])), name='api_token_scope_known'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='api_token_revoked_by_someone')],
            },
        ),
    ]
