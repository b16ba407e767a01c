namespace Freehold.Core.Policies;

/// <summary>One thing wrong with a policy's document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Path">The keys that lead to it, as <c>workloads.triage.objective</c>; empty for the whole document.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record PolicyFault(int Line, int Column, string Path, string What, string Remedy)
{
    /// <summary>The fault in one line, as an editor or a log shows it.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {(Path.Length > 0 ? Path + ": " : "")}{What}; {Remedy}.";
}
