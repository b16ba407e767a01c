using System.Text.Json;
using Freehold.Wire.Errors;

namespace Freehold.Wire.Admin;

/// <summary>
/// Answer of <c>GET</c> and <c>PUT /admin/tenants/{tenant}/policy</c>. The body of a PUT is the document itself, in YAML or JSON.
/// </summary>
public sealed record PolicyView
{
    /// <summary>Counts accepted changes.</summary>
    public required int Version { get; init; }

    /// <summary>The policy as it was written.</summary>
    public required string Document { get; init; }

    /// <summary>Every value that holds, those that the document does not state included; a valid document too.</summary>
    public required JsonElement Effective { get; init; }
}

/// <summary>The body of a PUT's answer where the policy is refused: OpenAI's error object, and beside it every fault.</summary>
/// <param name="Error">All faults in words; its code is <c>invalid_policy</c>.</param>
/// <param name="Faults">Every fault, in the order of the lines.</param>
public sealed record PolicyErrorEnvelope(ErrorBody Error, IReadOnlyList<PolicyFaultView> Faults);

/// <summary>One thing wrong with a policy's document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Path">The keys that lead to it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record PolicyFaultView(int Line, int Column, string Path, string What, string Remedy);
