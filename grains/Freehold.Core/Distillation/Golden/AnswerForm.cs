using System.Text.Json;
using Freehold.Core.Policies;
using Freehold.Core.Routing.Students;

namespace Freehold.Core.Distillation.Golden;

/// <summary>Brings answers into the one form that they are compared and learned in.</summary>
internal sealed class AnswerForm
{
    private readonly DistillTask _task;
    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);

    public AnswerForm(CuratorOptions options)
    {
        _task = options.Task;
        foreach (var name in options.Classes)
        {
            _classes.TryAdd(KeyOf(name), name);
        }

        if (_classes.Count > 0 && options.OutOfScope is { } outOfScope)
        {
            _classes.TryAdd(KeyOf(outOfScope), outOfScope);
        }
    }

    /// <summary>
    /// The answer in its form: a class as the policy writes it, JSON without idle white space and code fence; null where it has no such
    /// form.
    /// </summary>
    public string? Of(string answer)
    {
        var text = answer.Trim();
        return text.Length is 0 or > PromptText.MaxChars ? null : _task switch
        {
            DistillTask.Classification when _classes.Count > 0 => _classes.GetValueOrDefault(KeyOf(text)),
            DistillTask.Classification => Unquote(text) is { Length: > 0 and <= MaxClassChars } name ? name : null,
            DistillTask.Extraction => Compact(text),
            _ => text,
        };
    }

    /// <summary>Longest name of a class where the policy does not name them: what is longer is a sentence.</summary>
    private const int MaxClassChars = 200;

    private static string KeyOf(string name) => Unquote(name.Trim()).ToLowerInvariant();

    /// <summary>Without what models put around a class although they were asked for it alone.</summary>
    public static string Unquote(string text) => text.Trim(' ', '"', '\'', '`', '.', '*');

    private static string? Compact(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(AnswerAgreement.Unfenced(text));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonSerializer.Serialize(document.RootElement, AnswerJson.Default.JsonElement)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class AnswerJson : System.Text.Json.Serialization.JsonSerializerContext;
