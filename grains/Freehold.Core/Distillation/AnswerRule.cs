using System.Text.Json;
using System.Text.RegularExpressions;
using Freehold.Core.Policies;

namespace Freehold.Core.Distillation;

/// <summary>What a workload's policy demands of the form of an answer. Safe for use by many threads.</summary>
public sealed class AnswerRule
{
    private readonly bool _isJson;
    private readonly HashSet<string> _classes;
    private readonly Regex? _pattern;

    /// <summary>The rule of a policy.</summary>
    public AnswerRule(DistillPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _isJson = policy.Task == DistillTask.Extraction;
        _classes = policy.Task == DistillTask.Classification ? [.. policy.Classes.Select(Normal)] : [];
        if (_classes.Count > 0 && policy.OutOfScope is { } outOfScope)
        {
            _classes.Add(Normal(outOfScope));
        }

        // Without backtracking: linear in the answer, whatever the pattern.
        _pattern = policy.Pattern is { } pattern
            ? new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            : null;
    }

    /// <summary>Whether an answer has the form; null where the policy demands none.</summary>
    public bool? Verdict(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!_isJson && _classes.Count == 0 && _pattern is null)
        {
            return null;
        }

        return (!_isJson || IsObject(answer))
            && (_classes.Count == 0 || _classes.Contains(Normal(answer)))
            && _pattern?.IsMatch(answer.Trim()) != false;
    }

    private static string Normal(string text) => text.Trim().ToLowerInvariant();

    private static bool IsObject(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
