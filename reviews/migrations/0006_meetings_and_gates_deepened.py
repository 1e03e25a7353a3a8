import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0007_invitations_and_reminders'),
        ('projects', '0009_balls_that_pause'),
        ('reviews', '0005_gate_keeps_its_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(blank=True, choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI')], max_length=10, verbose_name='voix')),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='champ en cours d’écriture')),
                ('seen_at', models.DateTimeField(verbose_name='vu à')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='reviews.scopingmeeting', verbose_name='réunion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
            ],
            options={
                'verbose_name': 'présence en direct',
                'verbose_name_plural': 'présences en direct',
                'ordering': ['meeting', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('voice__in', ['bearer', 'vendor', 'it', ''])), name='attendance_voice_known')],
            },
        ),
        migrations.CreateModel(
            name='MeetingGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=160, verbose_name='pourquoi l’inviter')),
                ('invited_at', models.DateTimeField(verbose_name='invité le')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retiré par')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invité par')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='reviews.scopingmeeting', verbose_name='réunion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_invitations', to=settings.AUTH_USER_MODEL, verbose_name='invité')),
            ],
            options={
                'verbose_name': 'invité d’une réunion',
                'verbose_name_plural': 'invités d’une réunion',
                'ordering': ['meeting', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('meeting', 'person'), name='meeting_guest_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='meeting_guest_ended_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='SharedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared_at', models.DateTimeField(verbose_name='partagé le')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.document', verbose_name='document')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_documents', to='reviews.scopingmeeting', verbose_name='réunion')),
                ('shared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='partagé par')),
            ],
            options={
                'verbose_name': 'document partagé',
                'verbose_name_plural': 'documents partagés',
                'ordering': ['meeting', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'document'), name='shared_document_once')],
            },
        ),
        migrations.CreateModel(
            name='SilentVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI')], max_length=10, verbose_name='voix')),
                ('noted_at', models.DateTimeField(verbose_name='constaté le')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silences', to='reviews.minutes', verbose_name='compte rendu')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ('told', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='remonté à')),
            ],
            options={
                'verbose_name': 'silence d’une voix',
                'verbose_name_plural': 'silences des voix',
                'ordering': ['noted_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'voice'), name='silence_once_per_voice'), models.CheckConstraint(condition=models.Q(('voice__in', ['bearer', 'vendor', 'it'])), name='silence_voice_known')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('proposed_at', models.DateTimeField(verbose_name='proposé le')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='reviews.scopingmeeting', verbose_name='réunion')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposé par')),
            ],
            options={
                'verbose_name': 'créneau',
                'verbose_name_plural': 'créneaux',
                'ordering': ['starts_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('meeting', 'starts_at'), name='slot_once')],
            },
        ),
        migrations.CreateModel(
            name='SlotAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI')], max_length=10, verbose_name='voix')),
                ('value', models.CharField(choices=[('yes', 'Oui'), ('if_needed', 'Si besoin'), ('no', 'Non')], max_length=10, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(verbose_name='répondu le')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='répondu par')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reviews.slot', verbose_name='créneau')),
            ],
            options={
                'verbose_name': 'réponse à un créneau',
                'verbose_name_plural': 'réponses aux créneaux',
                'ordering': ['slot', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('slot', 'voice'), name='slot_answer_once_per_voice'), models.CheckConstraint(condition=models.Q(('voice__in', ['bearer', 'vendor', 'it'])), name='slot_answer_voice_known'), models.CheckConstraint(condition=models.Q(('value__in', ['yes', 'if_needed', 'no'])), name='slot_answer_known')],
            },
        ),
        migrations.CreateModel(
            name='InformationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(verbose_name='ce qui est demandé')),
                ('asked', models.CharField(choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI'), ('owner', 'Propriétaire de système'), ('management', 'Direction'), ('steward', 'Gouvernance')], max_length=12, verbose_name='à qui')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='répondu par')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='projects.document', verbose_name='pièce jointe à la réponse')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='reviews.gate', verbose_name='point de validation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne interrogée')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='reviews.round', verbose_name='passage')),
            ],
            options={
                'verbose_name': 'demande d’information',
                'verbose_name_plural': 'demandes d’information',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=('round',), name='information_open_once'), models.CheckConstraint(condition=models.Q(('asked__in', ['bearer', 'vendor', 'it', 'owner', 'management', 'steward'])), name='information_side_known'), models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='information_asks_something'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='information_answered_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('genre', models.CharField(choices=[('decision', 'Validation'), ('pentest', 'Test d’intrusion'), ('certificate', 'Certificat'), ('dpa', 'Accord de sous-traitance des données'), ('subprocessors', 'Liste des sous-traitants ultérieurs'), ('accessibility', 'Déclaration d’accessibilité'), ('waiver', 'Dérogation')], max_length=14, verbose_name='quoi')),
                ('due_on', models.DateField(verbose_name='avant le')),
                ('proof', models.TextField(blank=True, verbose_name='ce qui a été renouvelé')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='renouvelé le')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='reviews.decision', verbose_name='décision')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='projects.document', verbose_name='pièce')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renouvelé par')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='reviews.gate', verbose_name='point de validation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pour qui')),
            ],
            options={
                'verbose_name': 'renouvellement',
                'verbose_name_plural': 'renouvellements',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('genre__in', ['decision', 'pentest', 'certificate', 'dpa', 'subprocessors', 'accessibility', 'waiver'])), name='renewal_genre_known'), models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('gate', 'genre'), name='renewal_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='renewal_done_by_someone')],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['due_on'], name='renewal_to_come')],
            },
        ),
        migrations.CreateModel(
            name='GateSilence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('warned', 'dernier avertissement'), ('escalated', 'remonté à la direction'), ('offered', 'arbitrage possible'), ('tacit', 'accord tacite')], max_length=10, verbose_name='étape')),
                ('due_on', models.DateField(verbose_name='échéance passée')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='dernier jour pour répondre')),
                ('noted_at', models.DateTimeField(verbose_name='constaté le')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silences', to='reviews.round', verbose_name='passage')),
                ('told', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dit à')),
            ],
            options={
                'verbose_name': 'silence sur un point',
                'verbose_name_plural': 'silences sur un point',
                'ordering': ['noted_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'step', 'due_on'), name='gate_silence_once_per_due'), models.CheckConstraint(condition=models.Q(('step__in', ['warned', 'escalated', 'offered', 'tacit'])), name='gate_silence_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'warned'), _negated=True), ('answer_by__isnull', False), _connector='OR'), name='gate_silence_warning_ends')],
            },
        ),
        migrations.CreateModel(
            name='Arbitration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_label', models.CharField(max_length=60, verbose_name='objet')),
                ('subject_id', models.BigIntegerField(verbose_name='numéro de l’objet')),
                ('question', models.CharField(max_length=240, verbose_name='ce qu’il faut trancher')),
                ('state', models.CharField(choices=[('open', 'à trancher'), ('decided', 'tranché'), ('withdrawn', 'retiré : les voix se sont accordées')], default='open', max_length=10, verbose_name='état')),
                ('opened_at', models.DateTimeField(verbose_name='demandé le')),
                ('due_on', models.DateField(verbose_name='avant le')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='clos le')),
                ('cio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='arbitre de la DSI')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arbitrations', to='projects.project', verbose_name='projet')),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='arbitre du marketing')),
            ],
            options={
                'verbose_name': 'arbitrage',
                'verbose_name_plural': 'arbitrages',
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('subject_label', 'subject_id'), name='arbitration_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'decided', 'withdrawn'])), name='arbitration_state_known'), models.CheckConstraint(condition=models.Q(('sponsor', models.F('cio')), _negated=True), name='arbitration_two_arbiters'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'open')), ('state__in', ['decided', 'withdrawn']), _connector='OR'), name='arbitration_ended')],
            },
        ),
        migrations.CreateModel(
            name='ArbitrationOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=160, verbose_name='option')),
                ('cost_eur', models.PositiveIntegerField(blank=True, null=True, verbose_name='coût en euros')),
                ('ready_on', models.DateField(blank=True, null=True, verbose_name='prête le')),
                ('position', models.PositiveSmallIntegerField(verbose_name='ordre')),
                ('arbitration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='reviews.arbitration', verbose_name='arbitrage')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['arbitration', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ArbitrationPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('bearer', 'Marketing'), ('vendor', 'Prestataire'), ('it', 'DSI'), ('owner', 'Propriétaire de système'), ('management', 'Direction'), ('steward', 'Gouvernance')], max_length=12, verbose_name='côté')),
                ('text', models.TextField(blank=True, verbose_name='position, en cinq lignes')),
                ('written_at', models.DateTimeField(blank=True, null=True, verbose_name='écrite le')),
                ('arbitration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='reviews.arbitration', verbose_name='arbitrage')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tenue par')),
            ],
            options={
                'verbose_name': 'position',
                'verbose_name_plural': 'positions',
                'ordering': ['arbitration', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('arbitration', 'side'), name='position_once_per_side'), models.CheckConstraint(condition=models.Q(('side__in', ['bearer', 'vendor', 'it', 'owner', 'management', 'steward'])), name='position_side_known')],
            },
        ),
        migrations.CreateModel(
            name='ArbiterAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.TextField(blank=True, verbose_name='pourquoi')),
                ('answered_at', models.DateTimeField(verbose_name='répondu le')),
                ('arbiter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='arbitre')),
                ('arbitration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reviews.arbitration', verbose_name='arbitrage')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.arbitrationoption', verbose_name='option')),
            ],
            options={
                'verbose_name': 'réponse d’un arbitre',
                'verbose_name_plural': 'réponses des arbitres',
                'ordering': ['answered_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('arbitration', 'arbiter'), name='arbiter_answers_once')],
            },
        ),
        migrations.AddField(
            model_name='Arbitration',
            name='chosen',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.arbitrationoption', verbose_name='option retenue'),
        ),
        migrations.AddConstraint(
            model_name='Arbitration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), ('chosen__isnull', False), _connector='OR'), name='arbitration_decided_on_an_option'),
        ),
        migrations.AlterModelOptions(
            name='agendaitem',
            options={'ordering': ['meeting', 'position', 'pk'], 'verbose_name': 'point de l’ordre du jour', 'verbose_name_plural': 'ordre du jour'},
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_kind_known',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='added_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ajouté le'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='edited',
            field=models.BooleanField(default=False, verbose_name='réglé à la main'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='key',
            field=models.CharField(blank=True, max_length=60, verbose_name='d’où vient ce point'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='reviews.agendaitem', verbose_name='réuni à'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='porté par'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='place',
            field=models.CharField(choices=[('agenda', 'à l’ordre du jour'), ('backlog', 'reporté'), ('merged', 'réuni à un autre point')], default='agenda', max_length=8, verbose_name='place'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='spent_seconds',
            field=models.PositiveIntegerField(default=0, verbose_name='temps passé, en secondes'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='dependency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcomes', to='projects.dependency', verbose_name='dépendance confirmée'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='option',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.topicoption', verbose_name='solution retenue'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='subject',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcomes', to='projects.projecttopic', verbose_name='sujet rempli'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retiré le'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retiré par'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='written_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='écrit le'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='carried',
            field=models.JSONField(blank=True, default=list, verbose_name='ce qui reste valable'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='current_item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reviews.agendaitem', verbose_name='point sur la table'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='current_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sur la table depuis'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='fixed_reason',
            field=models.CharField(blank=True, max_length=240, verbose_name='pourquoi cette date, qui ne convient pas aux trois voix'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='reviews.scopingmeeting', verbose_name='fait suite à'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='live_version',
            field=models.PositiveIntegerField(default=0, verbose_name='version de la page en direct'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='reopened',
            field=models.JSONField(blank=True, default=list, verbose_name='sujets rouverts'),
        ),
        migrations.AddField(
            model_name='scopingmeeting',
            name='video_link',
            field=models.URLField(blank=True, max_length=500, verbose_name='lien de visioconférence'),
        ),
        migrations.AddField(
            model_name='signature',
            name='on_behalf_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signé pour'),
        ),
        migrations.AlterField(
            model_name='outcome',
            name='kind',
            field=models.CharField(choices=[('decision', 'Décision'), ('action', 'Action'), ('question', 'Question'), ('risk', 'Risque'), ('assumption', 'Hypothèse')], max_length=10, verbose_name='genre'),
        ),
        migrations.AlterField(
            model_name='scopingmeeting',
            name='place',
            field=models.CharField(blank=True, max_length=200, verbose_name='lieu'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('place__in', ['agenda', 'backlog', 'merged'])), name='item_place_known'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('meeting', 'key'), name='item_key_once'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'action', 'question', 'risk', 'assumption'])), name='outcome_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='outcome_withdrawn_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('written_at', None), ('written_by', None)), models.Q(('written_at__isnull', False), ('written_by__isnull', False)), _connector='OR'), name='outcome_written_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'decision'), models.Q(('dependency', None), ('option', None), ('subject', None)), _connector='OR'), name='outcome_only_decisions_settle'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('on_behalf_of', models.F('signed_by')), _negated=True), name='signature_for_another'),
        ),
        migrations.RemoveConstraint(
            model_name='reminder',
            name='reminder_once',
        ),
        migrations.AddField(
            model_name='decision',
            name='alternative',
            field=models.TextField(blank=True, verbose_name='ce qui serait accepté à la place'),
        ),
        migrations.AddField(
            model_name='decision',
            name='legal_ground',
            field=models.CharField(blank=True, max_length=240, verbose_name='motif de droit'),
        ),
        migrations.AddField(
            model_name='decision',
            name='on_behalf_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé pour'),
        ),
        migrations.AddField(
            model_name='decision',
            name='tacit',
            field=models.BooleanField(default=False, verbose_name='accord tacite'),
        ),
        migrations.AddField(
            model_name='decision',
            name='valid_until',
            field=models.DateField(blank=True, null=True, verbose_name='valable jusqu’au'),
        ),
        migrations.AddField(
            model_name='finding',
            name='after_signature',
            field=models.BooleanField(default=True, verbose_name='trouvé après la signature du cadrage'),
        ),
        migrations.AddField(
            model_name='finding',
            name='estimated_cost_eur',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='coût estimé, en euros'),
        ),
        migrations.AddField(
            model_name='finding',
            name='estimated_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai estimé, en jours'),
        ),
        migrations.AddField(
            model_name='finding',
            name='raised_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='constaté le'),
        ),
        migrations.AddField(
            model_name='finding',
            name='raised_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='constaté par'),
        ),
        migrations.AddField(
            model_name='finding',
            name='real_cost_eur',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='coût réel, en euros'),
        ),
        migrations.AddField(
            model_name='finding',
            name='real_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai réel, en jours'),
        ),
        migrations.AddField(
            model_name='gate',
            name='doubt',
            field=models.TextField(blank=True, verbose_name='pourquoi la décision est à confirmer'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='on_behalf_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='donné pour'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='échéance rappelée'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='governance.notice', verbose_name='message'),
        ),
        migrations.AddField(
            model_name='round',
            name='confirms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_by_rounds', to='reviews.decision', verbose_name='confirme la décision'),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retiré le'),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retiré par'),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawn_reason',
            field=models.TextField(blank=True, verbose_name='pourquoi le retirer'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='terminée le'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='ended_word',
            field=models.CharField(blank=True, max_length=240, verbose_name='comment elle a fini'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='measure',
            field=models.TextField(blank=True, verbose_name='mesure compensatoire'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='renews',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by_waivers', to='reviews.waiver', verbose_name='renouvelle'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='reviews.decision', verbose_name='décision'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('tacit', False)), models.Q(('decided_by', None), ('outcome', 'approved'), ('tacit', True)), _connector='OR'), name='decision_by_someone_or_tacit'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('raised_at', None), ('raised_by', None)), models.Q(('raised_at__isnull', False), ('raised_by__isnull', False)), _connector='OR'), name='finding_raised_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('move', 'rung', 'recipient', 'due_on'), name='reminder_once_per_due'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('due_on', None)), fields=('move', 'rung', 'recipient'), name='reminder_once_undated'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='round_withdrawn_by_someone'),
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_kind_known',
        ),
        migrations.AddField(
            model_name='report',
            name='minutes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='reviews.minutes', verbose_name='compte rendu imprimé'),
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('scoping', 'dossier de cadrage'), ('certificate', 'attestation express'), ('minutes', 'compte rendu de réunion')], max_length=12, verbose_name='document'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['scoping', 'certificate', 'minutes'])), name='report_kind_known'),
        ),
    ]
