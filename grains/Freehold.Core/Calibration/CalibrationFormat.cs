using System.Text;

namespace Freehold.Core.Calibration;

/// <summary>
/// The stored form of calibrations: little-endian, with a version in front, so that what one release wrote the next one reads. Signals are
/// stored in half precision: they are no more certain than that.
/// </summary>
internal static class CalibrationFormat
{
    private const byte SnapshotVersion = 1, TrainerVersion = 1;
    private const int MaxSamples = CalibrationTrainer.MaxWindows * SampleWindow.MaxSamples;

    public static byte[] Write(CalibrationSnapshot snapshot) => Write(writer =>
    {
        writer.Write(SnapshotVersion);
        writer.Write(snapshot.Version);
        writer.Write(snapshot.Calibrators.Count);
        foreach (var (key, calibrator) in snapshot.Calibrators
            .OrderBy(pair => pair.Key.Model, StringComparer.Ordinal).ThenBy(pair => pair.Key.Workload, StringComparer.Ordinal))
        {
            WriteKey(writer, key.Model, key.Workload);
            writer.Write((byte)calibrator.Level);
            writer.Write(calibrator.Outcomes);
            WriteFloats(writer, calibrator.Model.Weights);
            WriteFloats(writer, calibrator.Curve.Scores);
            WriteFloats(writer, calibrator.Curve.Probabilities);
            WriteFloats(writer, calibrator.Risk.Thresholds);
            WriteCounts(writer, calibrator.Risk.Kept);
            WriteCounts(writer, calibrator.Risk.Right);
        }
    });

    public static CalibrationSnapshot ReadSnapshot(byte[] bytes) => Read(bytes, SnapshotVersion, reader =>
    {
        var version = reader.ReadInt64();
        var calibrators = new KeyValuePair<CalibrationKey, Calibrator>[ReadCount(reader, CalibrationSnapshot.MaxCalibrators)];
        for (var i = 0; i < calibrators.Length; i++)
        {
            calibrators[i] = new(ReadKey(reader), new Calibrator
            {
                Level = reader.ReadByte() is var level && level <= (byte)CalibrationLevel.Workload
                    ? (CalibrationLevel)level
                    : throw new InvalidDataException($"{level} is no level of a calibration."),
                Outcomes = reader.ReadInt32(),
                Model = new ConfidenceModel(ReadFloats(reader, ConfidenceModel.WeightCount)),
                Curve = new CalibrationCurve(ReadFloats(reader, CalibrationCurve.MaxKnots), ReadFloats(reader, CalibrationCurve.MaxKnots)),
                Risk = new RiskTable(
                    ReadFloats(reader, RiskTable.MaxThresholds),
                    ReadCounts(reader, RiskTable.MaxThresholds),
                    ReadCounts(reader, RiskTable.MaxThresholds)),
            });
        }

        return new CalibrationSnapshot(version, calibrators);
    });

    public static byte[] Write(CalibrationTrainer trainer) => Write(writer =>
    {
        writer.Write(TrainerVersion);
        writer.Write(trainer.Count);
        var samples = trainer.Windows.Values.SelectMany(window => window.Samples).OrderBy(numbered => numbered.Number).ToList();
        writer.Write(samples.Count);
        foreach (var (number, sample) in samples)
        {
            writer.Write(number);
            WriteKey(writer, sample.Model, sample.Workload);
            writer.Write(sample.IsRight);
            foreach (var signal in sample.Signals)
            {
                writer.Write((Half)signal);
            }
        }
    });

    public static CalibrationTrainer ReadTrainer(byte[] bytes) => Read(bytes, TrainerVersion, reader =>
    {
        var trainer = new CalibrationTrainer { Count = reader.ReadInt64() };
        for (var left = ReadCount(reader, MaxSamples); left > 0; left--)
        {
            var (number, key, isRight) = (reader.ReadInt64(), ReadKey(reader), reader.ReadBoolean());
            var signals = new float[AnswerSignals.Count];
            for (var i = 0; i < signals.Length; i++)
            {
                signals[i] = (float)reader.ReadHalf();
            }

            trainer.Restore(number, new CalibrationSample(key.Model, key.Workload, signals, isRight));
        }

        return trainer;
    });

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static T Read<T>(byte[] bytes, byte version, Func<BinaryReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
            return reader.ReadByte() is var stored && stored == version
                ? read(reader)
                : throw new InvalidDataException($"Stored calibrations have version {stored}, and this release reads {version}; update it.");
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("Stored calibrations are damaged; delete them and they are learned again from the log.", e);
        }
    }

    private static void WriteKey(BinaryWriter writer, string model, string? workload)
    {
        writer.Write(model);
        writer.Write(workload is not null);
        if (workload is not null)
        {
            writer.Write(workload);
        }
    }

    private static CalibrationKey ReadKey(BinaryReader reader) => new(reader.ReadString(), reader.ReadBoolean() ? reader.ReadString() : null);

    private static void WriteFloats(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static float[] ReadFloats(BinaryReader reader, int most)
    {
        var values = new float[ReadCount(reader, most)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }

    private static void WriteCounts(BinaryWriter writer, ReadOnlySpan<int> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static int[] ReadCounts(BinaryReader reader, int most)
    {
        var values = new int[ReadCount(reader, most)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt32();
        }

        return values;
    }

    private static int ReadCount(BinaryReader reader, int most) => reader.ReadInt32() is var count && count >= 0 && count <= most
        ? count
        : throw new InvalidDataException($"Stored calibrations have {count} of what there are at most {most}.");
}
