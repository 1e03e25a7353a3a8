import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0006_vendor_space'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64, unique=True, verbose_name='empreinte de l’adresse')),
                ('created_at', models.DateTimeField(verbose_name='créée le')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lue le')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
            ],
            options={
                'verbose_name': 'agenda personnel',
                'verbose_name_plural': 'agendas personnels',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='calendar_feed_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ChatChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=80, verbose_name='libellé')),
                ('flavour', models.CharField(choices=[('teams', 'Microsoft Teams'), ('slack', 'Slack'), ('mattermost', 'Mattermost')], max_length=10, verbose_name='outil')),
                ('url', models.CharField(max_length=500, verbose_name='adresse secrète du canal')),
                ('in_use', models.BooleanField(default=True, verbose_name='en usage')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='échecs de suite')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='en échec depuis')),
                ('heard_up_to', models.BigIntegerField(default=0, verbose_name='dernière ligne de journal lue')),
            ],
            options={
                'verbose_name': 'canal de discussion',
                'verbose_name_plural': 'canaux de discussion',
                'ordering': ['label', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('flavour__in', ['teams', 'slack', 'mattermost'])), name='channel_flavour_known')],
            },
        ),
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.TimeField(default=datetime.time(8, 0), verbose_name='heure des relances')),
                ('zone', models.CharField(default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
                ('no_digest_since', models.DateTimeField(blank=True, null=True, verbose_name='relances coupées le')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_settings', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
            ],
            options={
                'verbose_name': 'réglage des messages',
                'verbose_name_plural': 'réglages des messages',
            },
        ),
        migrations.CreateModel(
            name='ReminderRung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_hand', models.BooleanField(default=False, verbose_name='tenu à jour ici')),
                ('in_use', models.BooleanField(default=True, verbose_name='en usage')),
                ('code', models.SlugField(max_length=16, unique=True, verbose_name='identifiant')),
                ('label', models.CharField(max_length=80, verbose_name='libellé')),
                ('days', models.SmallIntegerField(verbose_name='jours ouvrés après l’échéance (négatif : avant)')),
                ('audience', models.CharField(choices=[('holder', 'qui tient la balle'), ('delegate', 'son délégué, s’il est absent'), ('lead', 'le responsable de son équipe'), ('management', 'la direction')], max_length=10, verbose_name='à qui')),
                ('urgent', models.BooleanField(default=False, verbose_name='envoyée tout de suite, seule')),
                ('stops', models.BooleanField(default=False, verbose_name='après elle, plus de message')),
            ],
            options={
                'verbose_name': 'degré de relance',
                'verbose_name_plural': 'degrés de relance',
                'ordering': ['days', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['holder', 'delegate', 'lead', 'management'])), name='rung_audience_known'), models.CheckConstraint(condition=models.Q(('days__gte', -20), ('days__lte', 60)), name='rung_days_sane')],
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='calendar',
            field=models.TextField(blank=True, verbose_name='invitation jointe'),
        ),
        migrations.AddField(
            model_name='notice',
            name='attempted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='dernier essai d’envoi'),
        ),
        migrations.AddField(
            model_name='notice',
            name='doubtful',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='envois peut-être partis'),
        ),
        migrations.AddField(
            model_name='notice',
            name='genre',
            field=models.CharField(choices=[('act', 'ce qui vient de se passer'), ('digest', 'relances réunies'), ('escalation', 'remontée')], default='act', max_length=10, verbose_name='genre'),
        ),
        migrations.AddField(
            model_name='notice',
            name='not_before',
            field=models.DateTimeField(blank=True, null=True, verbose_name='pas avant'),
        ),
        migrations.AddField(
            model_name='team',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leads', to=settings.AUTH_USER_MODEL, verbose_name='responsable'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('genre__in', ['act', 'digest', 'escalation'])), name='notice_genre_known'),
        ),
        migrations.AddField(
            model_name='notice',
            name='held_back',
            field=models.CharField(blank=True, choices=[('answered', 'tout était déjà joué'), ('muted', 'relances coupées par la personne'), ('left', 'personne partie'), ('refused', 'adresse refusée'), ('unknown', 'peut-être parti, plus d’essai')], max_length=10, verbose_name='gardé ici, pourquoi'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('doubtful__gt', 0)), fields=['-created_at'], name='notice_uncertain'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('held_back__in', ['', 'answered', 'muted', 'left', 'refused', 'unknown'])), name='notice_held_back_known'),
        ),
    ]
