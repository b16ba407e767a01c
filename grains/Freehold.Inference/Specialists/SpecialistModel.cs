using System.Security.Cryptography;
using Freehold.Inference.Formats;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Extraction;
using Freehold.Inference.Specialists.Features;
using Freehold.Inference.Specialists.Files;

namespace Freehold.Inference.Specialists;

/// <summary>A small student for one workload: it answers in well under a millisecond, or says that the teacher has to.</summary>
/// <remarks>Immutable and safe for all threads; a prediction allocates nothing but an extraction's JSON.</remarks>
public sealed class SpecialistModel
{
    /// <summary>Characters of a text that count, from its beginning; the rest is not looked at.</summary>
    public const int MaxTextLength = TextFeatures.MaxTextLength;

    /// <summary>Longest file that is written or loaded.</summary>
    public const int MaxFileBytes = 5_000_000;

    [ThreadStatic]
    private static ClassifierScratch? _classifierScratch;

    [ThreadStatic]
    private static ExtractorScratch? _extractorScratch;

    private readonly Classifier? _classifier;
    private readonly Extractor? _extractor;

    private SpecialistModel(ReadOnlyMemory<byte> file, SpecialistFile content)
    {
        (File, Digest) = (file, Convert.ToHexStringLower(SHA256.HashData(file.Span)));
        (ServeAt, LabelNoise, _classifier, _extractor) = (content.ServeAt, content.LabelNoise, content.Classifier, content.Extractor);
    }

    /// <summary>What it answers with.</summary>
    public SpecialistTask Task => _classifier is null ? SpecialistTask.Extraction : SpecialistTask.Classification;

    /// <summary>The labels that it may answer with; empty for extraction.</summary>
    public IReadOnlyList<string> Labels => _classifier?.Labels ?? [];

    /// <summary>SHA-256 of the file, in small hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>The file's bytes, as they were loaded or are to be stored.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <summary>Recommended threshold: serve an answer of at least this probability.</summary>
    public double ServeAt { get; }

    /// <summary>Estimated share of wrong labels among the examples that it was trained on.</summary>
    public double LabelNoise { get; }

    /// <summary>Loads a specialist from a whole file.</summary>
    /// <param name="file">Kept as it is: do not change it afterwards.</param>
    /// <param name="name">What to call the file in errors.</param>
    /// <exception cref="ModelFormatException">The file is damaged, too long, or of another kind or version.</exception>
    public static SpecialistModel Load(ReadOnlyMemory<byte> file, string name = "specialist") =>
        new(file, SpecialistFile.Read(name, file));

    /// <summary>Loads a specialist from a stream, which is read to its end but not beyond <see cref="MaxFileBytes"/>.</summary>
    /// <inheritdoc cref="Load(ReadOnlyMemory{byte}, string)"/>
    public static SpecialistModel Load(Stream stream, string name = "specialist")
    {
        ArgumentNullException.ThrowIfNull(stream);
        var room = new byte[MaxFileBytes + 1];
        var length = stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        return Load(room.AsSpan(0, length).ToArray(), name);
    }

    /// <summary>Answers one text.</summary>
    /// <param name="text">Any text; of a longer one than <see cref="MaxTextLength"/> only the beginning counts.</param>
    public SpecialistPrediction Predict(ReadOnlySpan<char> text) => _classifier is { } classifier
        ? classifier.Predict(text, _classifierScratch ??= new ClassifierScratch())
        : _extractor!.Predict(text, _extractorScratch ??= new ExtractorScratch());
}
