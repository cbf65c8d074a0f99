from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0015_mail_choice'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('key', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('number', models.IntegerField()),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
