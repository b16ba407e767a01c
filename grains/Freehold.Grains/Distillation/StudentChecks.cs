using System.Buffers;
using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>What every student must be before a router may know of it.</summary>
internal static class StudentChecks
{
    private const int DigestLength = 64;
    private const int MaxNameLength = 200;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static void ThrowIfInvalid(StudentCandidate student)
    {
        if (FindFault(student) is { } fault)
        {
            throw new ArgumentException($"The student of workload '{student.Workload}' cannot be published: {fault}.", nameof(student));
        }
    }

    /// <summary>Two students of one workload share its requests: the draw must know which is which.</summary>
    public static void ThrowIfNoPair(StudentCandidate promoted, StudentCandidate challenger)
    {
        if (promoted.Workload != challenger.Workload || promoted.Version == challenger.Version
            || promoted.Stage != RolloutStage.Promoted || challenger.Stage == RolloutStage.Promoted)
        {
            throw new ArgumentException(
                $"The students {promoted.Version} and {challenger.Version} of workload '{promoted.Workload}' are no promoted one and one on its way.",
                nameof(challenger));
        }
    }

    private static string? FindFault(StudentCandidate student) =>
        !IsName(student.Workload) ? $"its workload must have 1 to {MaxNameLength} characters"
        : !IsName(student.Version) ? $"its version must have 1 to {MaxNameLength} characters"
        : student.Digest is not { Length: DigestLength } digest || digest.AsSpan().ContainsAnyExcept(HexDigits)
            ? "its digest must be a SHA-256 of 64 lower-case hex digits"
        : !Enum.IsDefined(student.Kind) || !Enum.IsDefined(student.Stage) ? "its kind and its stage must be known ones"
        : student.Kind == StudentKind.Adapter && !IsName(student.BaseModel) ? "an adapter must name its base model"
        : !(student.Share is >= 0 and <= 1) ? $"its share is {student.Share}; give 0 to 1"
        : !(student.ControlShare >= 0 && student.Share + student.ControlShare <= 1)
            ? $"its shares are {student.Share} and {student.ControlShare}; together they are at most 1"
        : !(student.ServeAt is >= 0 and <= 1) ? $"its probability to serve at is {student.ServeAt}; give 0 to 1"
        : null;

    private static bool IsName(string? name) => name is { Length: > 0 and <= MaxNameLength };
}
