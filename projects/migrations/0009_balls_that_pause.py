import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0007_invitations_and_reminders'),
        ('governance', '__first__'),
        ('projects', '0008_known_choice_ended_word'),
    ]

    operations = [
        migrations.CreateModel(
            name='MovePause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=240, verbose_name='ce qui est attendu')),
                ('awaited', models.CharField(choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI'), ('owner', 'Propriétaire de système'), ('management', 'Direction'), ('steward', 'Gouvernance')], max_length=12, verbose_name='de qui')),
                ('started_at', models.DateTimeField(verbose_name='depuis')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='jusqu’à')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='projects.move', verbose_name='balle')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauses',
                'ordering': ['started_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('move',), name='pause_open_once'), models.CheckConstraint(condition=models.Q(('awaited__in', ['bearer', 'vendor', 'it', 'owner', 'management', 'steward'])), name='pause_side_known'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='pause_ordered')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='move_kind_known',
        ),
        migrations.AddField(
            model_name='move',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='en pause depuis'),
        ),
        migrations.AddField(
            model_name='move',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='dernière relance'),
        ),
        migrations.AddField(
            model_name='move',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='prise dans la file le'),
        ),
        migrations.AlterField(
            model_name='move',
            name='kind',
            field=models.CharField(choices=[('take_seat', 'Prendre le siège'), ('fill_seat', 'Trouver une voix'), ('plan_meeting', 'Fixer la réunion de cadrage'), ('hold_meeting', 'Tenir la réunion de cadrage'), ('sign_minutes', 'Signer le compte rendu'), ('answer_topic', 'Répondre à un sujet'), ('confirm_dependency', 'Confirmer une dépendance'), ('submit_gate', 'Soumettre un point de validation'), ('give_opinion', 'Donner un avis'), ('decide_gate', 'Décider'), ('lift_finding', 'Lever une réserve'), ('act', 'Faire une action'), ('answer_question', 'Répondre à une question'), ('settle', 'Trancher un désaccord'), ('go_live', 'Mettre en service'), ('agree_level', 'Dire oui ou non à un autre chemin'), ('check_later', 'Relire un projet express'), ('quick_opinion', 'Donner un avis flash'), ('answer_waiver', 'Répondre à une demande de dérogation'), ('choose_slot', 'Répondre sur les créneaux'), ('give_position', 'Écrire sa position'), ('arbitrate', 'Arbitrer'), ('answer_info', 'Répondre à une demande d’information'), ('renew', 'Renouveler une validation')], max_length=20, verbose_name='genre'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['take_seat', 'fill_seat', 'plan_meeting', 'hold_meeting', 'sign_minutes', 'answer_topic', 'confirm_dependency', 'submit_gate', 'give_opinion', 'decide_gate', 'lift_finding', 'act', 'answer_question', 'settle', 'go_live', 'agree_level', 'check_later', 'quick_opinion', 'answer_waiver', 'choose_slot', 'give_position', 'arbitrate', 'answer_info', 'renew'])), name='move_kind_known'),
        ),
    ]
