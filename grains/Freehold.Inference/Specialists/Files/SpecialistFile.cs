using System.Globalization;
using Freehold.Inference.Formats;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Extraction;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Files;

/// <summary>What a specialist's file holds: a classifier or an extractor, and what the trainer recommends.</summary>
/// <param name="Classifier">Null for extraction.</param>
/// <param name="Extractor">Null for classification.</param>
/// <param name="ServeAt">Recommended threshold, 0 to 1.</param>
/// <param name="LabelNoise">Estimated share of wrong labels, 0 to 1.</param>
internal sealed record SpecialistFile(Classifier? Classifier, Extractor? Extractor, double ServeAt, double LabelNoise)
{
    private const string Kind = "freehold.specialist", Version = "1";

    private static string FeatureVersion => TextFeatures.Version.ToString(CultureInfo.InvariantCulture);

    public byte[] Write()
    {
        var file = new TensorArchiveWriter();
        file.AddText("kind", Kind);
        file.AddText("version", Version);
        file.AddText("features", FeatureVersion);
        file.AddText("task", Classifier is null ? "extraction" : "classification");
        file.AddText("serve_at", ServeAt.ToString("R", CultureInfo.InvariantCulture));
        file.AddText("label_noise", LabelNoise.ToString("R", CultureInfo.InvariantCulture));
        if (Classifier is not null)
            ClassifierFile.Write(file, Classifier);
        else
            ExtractorFile.Write(file, Extractor!);
        return file.ToArray();
    }

    /// <exception cref="ModelFormatException">The bytes are no specialist that this version reads.</exception>
    public static SpecialistFile Read(string name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > SpecialistModel.MaxFileBytes)
        {
            throw new ModelFormatException(
                name, $"the file is longer than the {SpecialistModel.MaxFileBytes} bytes that a specialist may have", "length",
                "Train a specialist with fewer labels or features.");
        }

        var file = TensorArchive.Read(name, bytes);
        Require(file, name, "kind", Kind);
        Require(file, name, "version", Version);
        Require(file, name, "features", FeatureVersion);
        var (serveAt, noise) = (Share(file, "serve_at"), Share(file, "label_noise"));
        return file.Text("task") switch
        {
            "classification" => new SpecialistFile(ClassifierFile.Read(file), null, serveAt, noise),
            "extraction" => new SpecialistFile(null, ExtractorFile.Read(file), serveAt, noise),
            _ => throw file.Fault("it is neither classification nor extraction", "task"),
        };
    }

    private static void Require(TensorArchive file, string name, string key, string value)
    {
        if (file.Text(key) is var text && text != value)
        {
            throw new ModelFormatException(
                name, $"it is '{(text.Length > 64 ? text[..64] : text)}', not '{value}'", $"key '{key}'",
                "Train the specialist again with this version.");
        }
    }

    private static double Share(TensorArchive file, string key) =>
        double.TryParse(file.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw file.Fault("it is not a number from 0 to 1", key);
}
