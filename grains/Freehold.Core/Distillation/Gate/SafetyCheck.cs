using System.Text.RegularExpressions;
using Freehold.Core.Policies;
using Freehold.Core.Routing.Students;

namespace Freehold.Core.Distillation.Gate;

/// <summary>Whether an answer is what a case of the safety set demands. Safe for use by many threads.</summary>
public sealed class SafetyCheck
{
    private readonly SafetyRule _rule;
    private readonly AgreementKind _agreement;
    private readonly Regex? _mustMatch;
    private readonly Regex? _mustNotMatch;

    /// <summary>The check of one case.</summary>
    /// <param name="rule">What it demands.</param>
    /// <param name="agreement">When two answers are the same.</param>
    public SafetyCheck(SafetyRule rule, AgreementKind agreement)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (_rule, _agreement) = (rule, agreement);
        (_mustMatch, _mustNotMatch) = (Parse(rule.MustMatch), Parse(rule.MustNotMatch));
    }

    /// <summary>True where the answer may go out.</summary>
    public bool Passes(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return !_rule.ToTeacher
            && (_rule.Answer is not { } wanted || AnswerAgreement.Holds(_agreement, answer, wanted))
            && _mustMatch?.IsMatch(answer) != false
            && _mustNotMatch?.IsMatch(answer) != true;
    }

    // Without backtracking: linear in the answer, whatever the pattern.
    private static Regex? Parse(string? pattern) =>
        pattern is null ? null : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
