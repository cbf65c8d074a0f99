import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0017_comparing'),
    ]

    operations = [
        migrations.CreateModel(
            name='CurveFit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('as_of', models.DateField()),
                ('document', models.JSONField()),
                ('made', models.DateTimeField()),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='curve_fits', to='records.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'key', 'made'], name='newest_curve_fit')],
            },
        ),
        migrations.AddField(
            model_name='job',
            name='progress',
            field=models.FloatField(default=0.0),
        ),
        migrations.AddField(
            model_name='job',
            name='stop_asked',
            field=models.BooleanField(default=False),
        ),
    ]
