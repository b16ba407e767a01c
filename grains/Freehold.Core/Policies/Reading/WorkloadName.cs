namespace Freehold.Core.Policies.Reading;

/// <summary>The form of a workload's or a rule's name, as headers carry it.</summary>
internal static class WorkloadName
{
    public const string Remedy = "use 1 to 100 of a-z, A-Z, 0-9, '-', '_' and '.'";

    public static bool IsValid(string name) => name.Length is > 0 and <= PolicyBounds.MaxNameLength
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
