namespace Freehold.Core.Policies;

/// <summary>A check of the operator's own, by HTTP, that a student's answers have to pass.</summary>
/// <param name="Name">The check's name in this installation's configuration: where it is asked, is not the policy's to say.</param>
/// <param name="MinPass">The least share of the served answers that has to pass it, 0 to 1, shown with confidence.</param>
public sealed record CheckRule(string Name, double MinPass = CheckRule.DefaultMinPass)
{
    /// <summary>The share where the policy does not say.</summary>
    public const double DefaultMinPass = 0.95;
}
