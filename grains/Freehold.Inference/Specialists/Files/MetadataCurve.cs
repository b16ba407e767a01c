using System.Text.Json;
using Freehold.Inference.Specialists.Classification;

namespace Freehold.Inference.Specialists.Files;

/// <summary>The confidence curve in a file's metadata: its three numbers.</summary>
internal static class MetadataCurve
{
    private const string Key = "confidence";

    public static void Write(TensorArchiveWriter file, ConfidenceCurve curve) => file.AddJson(Key, json =>
    {
        json.WriteStartArray();
        json.WriteNumberValue(curve.Rise);
        json.WriteNumberValue(curve.Fall);
        json.WriteNumberValue(curve.Shift);
        json.WriteEndArray();
    });

    public static ConfidenceCurve Read(TensorArchive file)
    {
        var json = file.Json(Key);
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 3
            && TryRead(json[0], out var rise) && TryRead(json[1], out var fall) && TryRead(json[2], out var shift)
            && new ConfidenceCurve(rise, fall, shift) is { IsValid: true } curve)
            return curve;
        throw file.Fault("it is not a rising curve of three numbers", Key);
    }

    private static bool TryRead(JsonElement json, out double number)
    {
        number = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out number);
    }
}
