
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_answered_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeFactor',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='code_factor', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('secret', models.TextField()),
                ('created', models.DateTimeField()),
                ('last_step', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='invitation',
            name='language',
            field=models.CharField(default='fr', max_length=2),
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('credential', models.CharField(max_length=1400, unique=True)),
                ('public', models.BinaryField()),
                ('count', models.BigIntegerField(default=0)),
                ('name', models.CharField(max_length=60)),
                ('created', models.DateTimeField()),
                ('last_used', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('used', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='password_links', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('used', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FactorRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('director', 'director'), ('holder', 'holder'), ('contributor', 'contributor'), ('reader', 'reader'), ('administrator', 'administrator')], max_length=16)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factor_rules', to='records.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'role'), name='one_factor_rule_per_role')],
            },
        ),
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=400)),
                ('subject', models.CharField(max_length=255)),
                ('created', models.DateTimeField()),
                ('last_used', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='one_account_per_subject')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun', models.DateTimeField()),
                ('seen', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('way', models.CharField(blank=True, max_length=16)),
                ('place', models.CharField(blank=True, max_length=64)),
                ('browser', models.CharField(blank=True, max_length=80)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'seen'], name='visits_of_account')],
            },
        ),
    ]
