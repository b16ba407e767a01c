namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// How much work an analysis may do: so many steps (characters or tokens looked at by a detector) for each character of the text. The
/// detectors are linear, so honest text stays far below; the budget is what makes an oversight a refusal instead of a hang.
/// </summary>
internal sealed class StepBudget
{
    /// <summary>Steps for each character, twice what the worst text known to the tests needs.</summary>
    public const int StepsPerChar = 200;

    /// <summary>Steps that even the shortest text may take.</summary>
    public const int FreeSteps = 20_000;

    private long _limit = FreeSteps;

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Starts anew.</summary>
    public void Reset() => (Steps, _limit) = (0, FreeSteps);

    /// <summary>More text has come.</summary>
    public void Allow(int chars) => _limit += (long)chars * StepsPerChar;

    /// <exception cref="AnalysisLimitException">The budget is used up.</exception>
    public void Spend(int steps)
    {
        Steps += steps;
        if (Steps > _limit)
            throw new AnalysisLimitException($"The text takes more than {_limit} steps to scan ({StepsPerChar} a character); treat it as restricted.");
    }
}
