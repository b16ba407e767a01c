using System.Text.Json;

namespace Freehold.Inference.Training.Starter.Evaluation;

/// <summary>Counts how answers compare with the objects that were expected.</summary>
internal sealed class ExtractionScore
{
    private int _cases, _valid, _exact, _fields, _fieldsRight;

    public ExtractionFigures Figures => new(Share(_valid, _cases), Share(_exact, _cases), Share(_fieldsRight, _fields));

    /// <summary>Adds an answer, which may be any text.</summary>
    public void Add(string expected, string answer)
    {
        using var wanted = JsonDocument.Parse(expected);
        using var given = Parse(answer);
        var keys = wanted.RootElement.EnumerateObject().ToArray();
        var right = keys.Count(key => given is not null && given.RootElement.TryGetProperty(key.Name, out var value)
            && JsonElement.DeepEquals(key.Value, value));
        _cases++;
        _fields += keys.Length;
        _fieldsRight += right;
        _valid += given is null ? 0 : 1;
        _exact += right == keys.Length && given!.RootElement.EnumerateObject().Count() == keys.Length ? 1 : 0;
    }

    private static JsonDocument? Parse(string answer)
    {
        try
        {
            var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
