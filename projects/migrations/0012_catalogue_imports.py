import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0010_inventory_tokens'),
        ('projects', '0011_balls_of_the_catalogue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('systems', 'systèmes'), ('dependencies', 'dépendances')], max_length=12, verbose_name='contenu')),
                ('name', models.CharField(max_length=180, verbose_name='nom du fichier')),
                ('content', models.BinaryField(null=True, verbose_name='fichier')),
                ('state', models.CharField(choices=[('reading', 'en lecture'), ('ready', 'à confirmer'), ('writing', 'en écriture'), ('done', 'fait'), ('unreadable', 'illisible')], default='reading', max_length=10, verbose_name='état')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='lignes')),
                ('rows_read', models.PositiveIntegerField(default=0, verbose_name='lignes lues')),
                ('report', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='aperçu')),
                ('marks', models.JSONField(default=dict, verbose_name='empreinte de chaque ligne')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='empreinte de l’aperçu')),
                ('problem', models.TextField(blank=True, verbose_name='ce qui empêche de le lire')),
                ('asked_at', models.DateTimeField(verbose_name='déposé le')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='déposé par')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmé par')),
                ('default_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.team', verbose_name='équipe quand le fichier n’en dit pas')),
            ],
            options={
                'verbose_name': 'import du catalogue',
                'verbose_name_plural': 'imports du catalogue',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['systems', 'dependencies'])), name='import_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'writing', 'done', 'unreadable'])), name='import_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='import_confirmed_by_someone')],
            },
        ),
    ]
