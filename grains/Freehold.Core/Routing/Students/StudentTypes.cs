namespace Freehold.Core.Routing.Students;

/// <summary>The form of answer that a request wants, as far as students have one.</summary>
public enum StudentForm
{
    None = 0,
    Text = 1,
    Json = 2,
}

/// <summary>What the draw of a request makes of the student of its workload.</summary>
public enum StudentArm
{
    /// <summary>The student leads nobody yet: it is asked beside the teacher.</summary>
    Shadow = 0,

    /// <summary>The student leads others: here it is asked beside the teacher.</summary>
    Control = 1,

    /// <summary>The student leads.</summary>
    Student = 2,
}

/// <summary>A student as the rules see it.</summary>
/// <param name="Id">Its name as a candidate.</param>
/// <param name="Workload">The kind of task that it answers.</param>
/// <param name="Version">Its version: each draws its own arms.</param>
/// <param name="IsSpecialist">True for a specialist, false for an adapter of a local model.</param>
/// <param name="LeadsShare">The share of requests that it leads, 0 to 1; null while it is only a shadow.</param>
/// <param name="ControlShare">The share of requests that it takes from a promoted student to be compared at, beside those that it leads.</param>
public readonly record struct RoutableStudent(
    string Id, string Workload, string Version, bool IsSpecialist, double? LeadsShare, double ControlShare = 0);

/// <summary>A request as the rules of students see it.</summary>
/// <param name="Route">The request as the planner sees it.</param>
/// <param name="Workload">The kind of task that was named or recognised; null where it is not known.</param>
/// <param name="Form">The form of answer that it wants.</param>
/// <param name="Turn">Which question of a conversation it is; 0 for the first.</param>
/// <param name="Key">What the arm is drawn by, as the outcome's id; null: the arm that most requests are in.</param>
public readonly record struct StudentQuery(RouteQuery Route, string? Workload, StudentForm Form, int Turn, string? Key);

/// <summary>The arm of a request.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Probability">The probability with which it was this one of this student, above 0.</param>
/// <param name="IsChallenger">True where it is the arm of a student that is to take the place of a promoted one.</param>
public readonly record struct StudentDraw(StudentArm Arm, double Probability, bool IsChallenger = false);
