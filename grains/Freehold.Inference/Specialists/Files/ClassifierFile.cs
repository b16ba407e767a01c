using System.Globalization;
using System.Text.Json;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Files;

/// <summary>A classifier in a specialist's file.</summary>
internal static class ClassifierFile
{
    /// <summary>More than a closed set of answers has.</summary>
    public const int MaxLabels = 1024;

    public const int MaxLabelLength = 256;

    /// <summary>Widest hidden layer that is loaded.</summary>
    public const int MaxHidden = 1024;

    private const int MaxNetworks = 8;

    public static void Write(TensorArchiveWriter file, Classifier model)
    {
        file.AddJson("labels", json => WriteLabels(json, model.Labels));
        MetadataCurve.Write(file, model.Confidence);
        file.AddText("scope_threshold", model.ScopeThreshold.ToString("R", CultureInfo.InvariantCulture));
        var vocabulary = model.Vocabulary;
        file.Add("features.blocks", vocabulary.BlockEnds, vocabulary.BlockEnds.Length);
        file.Add("features.hash", vocabulary.Hashes, vocabulary.Rows);
        file.Add("features.weight", vocabulary.Weights, vocabulary.Rows);
        for (var i = 0; i < model.Ensemble.Networks.Length; i++)
        {
            var network = model.Ensemble.Networks[i];
            file.Add<int>($"network.{i}.blocks", [network.Blocks.First, network.Blocks.End], 2);
            file.Add($"network.{i}.embedding", network.Embedding.Codes, network.Embedding.Rows, network.Hidden / 2);
            file.Add($"network.{i}.embedding.scale", network.Embedding.Scales, network.Embedding.Rows);
            file.Add<float>($"network.{i}.hidden.bias", network.HiddenBias, network.Hidden);
            file.Add<float>($"network.{i}.output", network.Output, network.Labels, network.Hidden);
            file.Add<float>($"network.{i}.output.bias", network.OutputBias, network.Labels);
        }

        file.AddText("networks", model.Ensemble.Networks.Length.ToString(CultureInfo.InvariantCulture));
    }

    public static Classifier Read(TensorArchive file)
    {
        var labels = ReadLabels(file);
        if (!float.TryParse(file.Text("scope_threshold"), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold)
            || float.IsNaN(threshold))
            throw file.Fault("it is not a number", "scope_threshold");
        if (!int.TryParse(file.Text("networks"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is 0 or > MaxNetworks)
            throw file.Fault($"it is not a number from 1 to {MaxNetworks}", "networks");
        try
        {
            var blockEnds = file.Numbers<int>("features.blocks", TextFeatures.BlockCount);
            var hashes = file.Numbers<uint>("features.hash", -1);
            var vocabulary = new FeatureVocabulary(hashes, file.Numbers<float>("features.weight", hashes.Length), blockEnds);
            var networks = Enumerable.Range(0, count).Select(i => ReadNetwork(file, $"network.{i}", vocabulary)).ToArray();
            return new Classifier(labels, vocabulary, new NetworkEnsemble(networks, labels.Length), MetadataCurve.Read(file), threshold);
        }
        catch (ArgumentException exception)
        {
            throw file.Fault(exception.Message, "features and networks", exception);
        }
    }

    private static ViewNetwork ReadNetwork(TensorArchive file, string name, FeatureVocabulary vocabulary)
    {
        var range = file.Numbers<int>($"{name}.blocks", 2);
        if (range[0] < 0 || range[0] >= range[1] || range[1] > TextFeatures.BlockCount)
            throw file.Fault($"[{range[0]}, {range[1]}) is not a range of blocks", $"{name}.blocks");
        var blocks = new BlockRange(range[0], range[1]);
        var (firstRow, rows) = blocks.In(vocabulary.BlockEnds).GetOffsetAndLength(vocabulary.Rows);
        var hiddenBias = file.Numbers<float>($"{name}.hidden.bias", -1);
        if (hiddenBias.Length is 0 or > MaxHidden)
            throw file.Fault($"a hidden layer of {hiddenBias.Length} is not one of 1 to {MaxHidden}", $"{name}.hidden.bias");
        var outputBias = file.Numbers<float>($"{name}.output.bias", -1);
        var embedding = new QuantizedRows(
            hiddenBias.Length,
            file.Numbers<byte>($"{name}.embedding", rows, hiddenBias.Length / 2),
            file.Numbers<Half>($"{name}.embedding.scale", rows));
        var output = file.Numbers<float>($"{name}.output", outputBias.Length, hiddenBias.Length);
        return new ViewNetwork(blocks, firstRow, embedding, hiddenBias, output, outputBias);
    }

    private static void WriteLabels(Utf8JsonWriter json, string[] labels)
    {
        json.WriteStartArray();
        foreach (var label in labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
    }

    private static string[] ReadLabels(TensorArchive file)
    {
        var json = file.Json("labels");
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is 0 or > MaxLabels)
            throw file.Fault($"it is not an array of 1 to {MaxLabels} labels", "labels");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. json.EnumerateArray().Select(label =>
            label.ValueKind == JsonValueKind.String && label.GetString() is { Length: <= MaxLabelLength } text && seen.Add(text)
                ? text
                : throw file.Fault($"a label is not a text of at most {MaxLabelLength} characters, or occurs twice", "labels"))];
    }
}
