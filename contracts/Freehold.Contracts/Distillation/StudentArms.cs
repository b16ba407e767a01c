namespace Freehold.Contracts.Distillation;

/// <summary>What the draw of a request made of the student.</summary>
public static class StudentArms
{
    /// <summary>The student leads; below its threshold the teacher is asked.</summary>
    public const string Student = "student";

    /// <summary>The teacher answers though the student may lead others; the student is compared with it.</summary>
    public const string Control = "control";

    /// <summary>The teacher answers, because the student leads nobody yet; the student is compared with it.</summary>
    public const string Shadow = "shadow";
}
