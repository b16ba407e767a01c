using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

/// <summary>Documents as tests write them.</summary>
internal static class PolicyText
{
    public static RoutingPolicyDocument Sound(string text)
    {
        Assert.True(RoutingPolicyDocument.TryParse(text, out var document, out var faults), string.Join('\n', faults));
        return document!;
    }

    public static IReadOnlyList<PolicyFault> Faults(string text)
    {
        Assert.False(RoutingPolicyDocument.TryParse(text, out var document, out var faults));
        Assert.Null(document);
        return faults;
    }

    public static PolicyFault Fault(string text) => Assert.Single(Faults(text));
}
