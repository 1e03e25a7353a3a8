import hashlib

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def note_earlier_files(apps, schema_editor):
    """Files printed before are checkable too, those that are still in their place."""
    PrintedFile = apps.get_model('reviews', 'PrintedFile')
    for report in apps.get_model('reviews', 'Report').objects.exclude(produced_at=None).iterator():
        for variant in ('archive', 'accessible'):
            kept = getattr(report, variant)
            if not kept or not kept.storage.exists(kept.name):
                continue
            with kept.open('rb') as content:
                sha256 = hashlib.file_digest(content, 'sha256').hexdigest()
            PrintedFile.objects.create(
                report=report, language=report.content.get('language', 'fr'), variant=variant,
                file=kept.name, sha256=sha256, made_at=report.produced_at)


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0012_committee_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrintedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'Anglais')], max_length=2, verbose_name='langue')),
                ('variant', models.CharField(choices=[('archive', 'archive, avec ses données jointes'), ('accessible', 'PDF accessible')], max_length=10, verbose_name='sorte de fichier')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='fichier')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='empreinte du fichier')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='fait le')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reviews.report', verbose_name='document')),
            ],
            options={
                'verbose_name': 'fichier imprimé',
                'verbose_name_plural': 'fichiers imprimés',
                'ordering': ['report', 'language', 'variant'],
                'constraints': [models.UniqueConstraint(fields=('report', 'language', 'variant'), name='printed_file_once'), models.CheckConstraint(condition=models.Q(('variant__in', ['archive', 'accessible'])), name='printed_file_variant_known'), models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='printed_file_language_known')],
            },
        ),
        migrations.RunPython(note_earlier_files, migrations.RunPython.noop),
    ]
