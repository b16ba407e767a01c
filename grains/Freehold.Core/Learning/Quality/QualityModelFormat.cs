using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Freehold.Core.Features;

namespace Freehold.Core.Learning.Quality;

/// <summary>
/// The byte form of a <see cref="QualityModel"/>, little-endian: magic, version, version of the features, arms, calibration, evidence;
/// then each space, view and the forest, lengths before arrays.
/// </summary>
public static class QualityModelFormat
{
    /// <summary>The version written.</summary>
    public const int Version = 2;

    /// <summary>Longest byte form: with 64 arms, all buckets, landmarks and leaves it takes 9 MB; with five 3 MB.</summary>
    public const int MaxBytes = 10 << 20;

    private const uint Magic = 0x4D514846; // "FHQM"

    internal static byte[] Write(QualityModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)RequestFeaturesFormat.Version);
        writer.Write(model.Arms);
        writer.Write(model.Calibration.Temperature);
        writer.Write(model.Calibration.VarianceScale);
        foreach (var rows in model.Evidence) writer.Write(rows);
        writer.Write(model.Topics.Buckets.Length);
        Write(writer, model.Topics.Buckets);
        Write(writer, model.Topics.Scales);
        Write(writer, model.Topics.Places);
        Write(writer, model.Surface.Means);
        Write(writer, model.Surface.Scales);
        foreach (var view in (QualityView[])[model.TopicView, model.SurfaceView])
        {
            writer.Write(view.Kernel.Count);
            writer.Write(view.Kernel.Precision);
            Write(writer, view.Kernel.Landmarks);
            Write(writer, view.Weights);
        }

        Write(writer, model.Forest.Roots);
        writer.Write(model.Forest.Nodes.Length);
        Write(writer, model.Forest.Nodes);
        writer.Write(model.Forest.Values.Length / model.Arms);
        Write(writer, model.Forest.Values);
        writer.Flush();
        return stream.ToArray();
    }

    internal static QualityModel Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new SpanReader(bytes);
        if (bytes.Length is < 12 or > MaxBytes || reader.Int() != (int)Magic)
            throw new FormatException("These bytes are no quality model.");
        var (version, featuresVersion) = (reader.Int(), reader.Int());
        if (version != Version || featuresVersion != RequestFeaturesFormat.Version)
        {
            throw new FormatException(
                $"The quality model is of version {version} for features of version {featuresVersion}; here they are {Version} and "
                + $"{RequestFeaturesFormat.Version}. Learn it anew from the log.");
        }

        var arms = reader.Int(1, QualityModel.MaxArms, "arms");
        var calibration = new QualityCalibration(reader.Positive("temperature"), reader.Positive("variance"));
        var evidence = new double[arms];
        for (var arm = 0; arm < arms; arm++) evidence[arm] = reader.NotNegative("evidence");
        var topics = ReadTopics(ref reader);
        var surface = new SurfaceSpace(reader.Array<float>(SurfaceSpace.Dimensions), reader.Array<float>(SurfaceSpace.Dimensions));
        var topicView = ReadView(ref reader, arms, TopicSpace.Dimensions);
        var surfaceView = ReadView(ref reader, arms, SurfaceSpace.Dimensions);
        var forest = ReadForest(ref reader, arms);
        if (!reader.AtEnd) throw new FormatException("The quality model has bytes after its end.");
        return new QualityModel(topics, surface, topicView, surfaceView, forest, evidence, calibration);
    }

    private static TopicSpace ReadTopics(ref SpanReader reader)
    {
        var count = reader.Int(0, TopicSpace.MaxBuckets, "buckets");
        var buckets = reader.Array<int>(count);
        for (var i = 0; i < count; i++)
        {
            if (buckets[i] < (i == 0 ? 0 : buckets[i - 1] + 1) || buckets[i] >= RequestFeatures.BucketCount)
                throw new FormatException($"The quality model's bucket {i} is out of order or out of range.");
        }

        return new TopicSpace(buckets, reader.Array<float>(count), reader.Array<sbyte>(count * TopicSpace.Dimensions));
    }

    private static QualityView ReadView(ref SpanReader reader, int arms, int dimensions)
    {
        var count = reader.Int(1, LandmarkKernel.MaxLandmarks, "landmarks");
        var precision = (float)reader.Single("precision");
        var kernel = new LandmarkKernel(reader.Array<float>(count * dimensions), dimensions, precision);
        return new QualityView(kernel, reader.Array<float>(arms * kernel.Width));
    }

    private static QualityForest ReadForest(ref SpanReader reader, int arms)
    {
        var roots = reader.Array<int>(QualityForest.Trees);
        var nodes = reader.Array<ForestNode>(reader.Int(1, 2 * QualityForest.Trees * QualityForest.MaxLeaves, "nodes"));
        var leaves = reader.Int(1, QualityForest.Trees * QualityForest.MaxLeaves, "leaves");
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            // Children come after their parent, so every path ends.
            var holds = node.Coordinate == ForestNode.Leaf
                ? node.Next >= 0 && node.Next < leaves
                : node.Coordinate is >= 0 and < QualityForest.Dimensions && node.Next > i && node.Next < nodes.Length - 1;
            if (!holds || !float.IsFinite(node.Threshold)) throw new FormatException($"The quality model's node {i} is damaged.");
        }

        if (Array.Exists(roots, root => root < 0 || root >= nodes.Length))
            throw new FormatException("The quality model's trees have no root.");
        return new QualityForest(roots, nodes, reader.Array<byte>(leaves * arms), arms);
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));

    private ref struct SpanReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool AtEnd => _rest.IsEmpty;

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public int Int(int least, int most, string what)
        {
            var value = Int();
            return value >= least && value <= most
                ? value
                : throw new FormatException($"The quality model has {value} {what}; {least} to {most} are possible.");
        }

        public double Positive(string what)
        {
            var value = NotNegative(what);
            return value > 0 ? value : throw new FormatException($"The quality model's {what} is not positive.");
        }

        public double NotNegative(string what)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            return value is >= 0 and < double.PositiveInfinity
                ? value
                : throw new FormatException($"The quality model's {what} is no number from 0 on.");
        }

        public double Single(string what)
        {
            var value = BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
            return value is > 0 and < float.PositiveInfinity
                ? value
                : throw new FormatException($"The quality model's {what} is not positive.");
        }

        public T[] Array<T>(int length)
            where T : unmanaged
        {
            var values = MemoryMarshal.Cast<byte, T>(Take(length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>())).ToArray();
            if (values is float[] numbers && System.Array.Exists(numbers, number => !float.IsFinite(number)))
                throw new FormatException("The quality model holds a number that is not finite.");
            return values;
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length > _rest.Length) throw new FormatException("The quality model breaks off.");
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
