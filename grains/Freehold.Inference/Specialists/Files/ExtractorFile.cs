using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Freehold.Inference.Specialists.Extraction;

namespace Freehold.Inference.Specialists.Files;

/// <summary>An extractor in a specialist's file.</summary>
internal static class ExtractorFile
{
    public const int MaxNameLength = 128;

    public static void Write(TensorArchiveWriter file, Extractor model)
    {
        file.AddJson("fields", json => WriteFields(json, model.Fields));
        file.AddText("lead_scale", model.LeadScale.ToString("R", CultureInfo.InvariantCulture));
        MetadataCurve.Write(file, model.Confidence);
        file.Add("tagger.rows", MemoryMarshal.AsBytes(model.Weights.Rows), 1 << model.Weights.BucketBits, model.Weights.Tags.Count);
        file.Add("tagger.steps", model.Weights.Steps, model.Weights.Steps.Length);
    }

    public static Extractor Read(TensorArchive file)
    {
        var fields = ReadFields(file);
        if (!float.TryParse(file.Text("lead_scale"), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale)
            || !float.IsFinite(scale) || scale <= 0)
            throw file.Fault("it is not a number above 0", "lead_scale");
        var tags = new SpanTags(fields.Length);
        var rows = file.Numbers<byte>("tagger.rows", -1, tags.Count);
        var buckets = rows.Length / tags.Count;
        if (!int.IsPow2(buckets))
            throw file.Fault($"{buckets} buckets are not a power of two", "tagger.rows");
        try
        {
            var steps = file.Numbers<float>("tagger.steps", tags.StepCount);
            var weights = new SpanWeights(tags, int.Log2(buckets), MemoryMarshal.Cast<byte, sbyte>(rows).ToArray(), steps);
            return new Extractor(fields, weights, scale, MetadataCurve.Read(file));
        }
        catch (ArgumentException exception)
        {
            throw file.Fault(exception.Message, "tagger.rows", exception);
        }
    }

    private static void WriteFields(Utf8JsonWriter json, ExtractionField[] fields)
    {
        json.WriteStartArray();
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteBoolean("number", field.IsNumber);
            json.WriteBoolean("null", field.IsNullWhenMissing);
            json.WriteBoolean("required", field.IsRequired);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ExtractionField[] ReadFields(TensorArchive file)
    {
        var json = file.Json("fields");
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is 0 or > Extractor.MaxFields)
            throw file.Fault($"it is not an array of 1 to {Extractor.MaxFields} fields", "fields");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. json.EnumerateArray().Select(field =>
            field.ValueKind == JsonValueKind.Object && field.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                && name.GetString() is { Length: <= MaxNameLength } text && seen.Add(text)
                ? new ExtractionField(text, Flag(file, field, "number"), Flag(file, field, "null"), Flag(file, field, "required"))
                : throw file.Fault($"a field has no name of at most {MaxNameLength} characters of its own", "fields"))];
    }

    private static bool Flag(TensorArchive file, JsonElement field, string name) =>
        field.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw file.Fault($"a field's '{name}' is neither true nor false", "fields");
}
