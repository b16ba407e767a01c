using System.Text.Json;
using System.Text.RegularExpressions;
using Freehold.Core.Policies;

namespace Freehold.Core.Distillation;

/// <summary>What a workload's policy demands of the form of an answer. Safe for use by many threads.</summary>
public sealed class AnswerRule
{
    private readonly DistillPolicy _policy;
    private readonly bool _isJson, _isClass;
    private readonly Regex? _pattern;

    /// <summary>The rule of a policy.</summary>
    public AnswerRule(DistillPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        _isJson = policy.Task == DistillTask.Extraction;
        _isClass = policy is { Task: DistillTask.Classification, Classes.Count: > 0 };

        // Without backtracking: linear in the answer, whatever the pattern.
        _pattern = policy.Pattern is { } pattern
            ? new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            : null;
    }

    /// <summary>Whether an answer has the form; null where the policy demands none.</summary>
    public bool? Verdict(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!_isJson && !_isClass && _pattern is null)
        {
            return null;
        }

        return (!_isJson || IsObject(answer))
            && (!_isClass || _policy.NamesClass(answer))
            && _pattern?.IsMatch(answer.Trim()) != false;
    }

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
