using Freehold.Core.Distillation.Rollout;
using Freehold.Core.Policies;

namespace Freehold.Core.Routing.Students;

/// <summary>
/// Says whether a request has to do with the student of its workload, and which arm of its rollout it is in. A student runs on this
/// installation's devices, so that it may answer under every label that may stay there. Pure: the same input gives the same arm.
/// </summary>
public static class StudentRules
{
    /// <summary>The zone of every student.</summary>
    private const string Zone = "device";

    /// <summary>The arm of a request; null where it has nothing to do with the student.</summary>
    /// <param name="student">The student of the tenant for this workload.</param>
    /// <param name="query">The request.</param>
    /// <param name="policy">What holds for its workload.</param>
    /// <param name="plan">Who answers without a student: its teacher. Where there is nobody, the student is not asked either.</param>
    public static StudentDraw? Draw(in RoutableStudent student, in StudentQuery query, WorkloadPolicy policy, RoutePlan plan)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(plan);
        if (query.Workload != student.Workload
            || plan.Refusal != PlanRefusal.None
            || !policy.Distill.Enabled
            || !policy.Zones.Allows(plan.Label, Zone)
            || !CanServe(student, query, policy.Distill.Task))
        {
            return null;
        }

        if (student.LeadsShare is not { } share)
        {
            return new StudentDraw(StudentArm.Shadow, 1);
        }

        // A conversation stays with who began it, and nothing is drawn.
        return query is { Turn: > 0, Route.HeldBy: { } holder }
            ? new StudentDraw(holder == student.Id && share > 0 ? StudentArm.Student : StudentArm.Control, 1)
            : Leads(student, query.Key, share)
                ? new StudentDraw(StudentArm.Student, share)
                : new StudentDraw(StudentArm.Control, 1 - share);
    }

    /// <summary>
    /// The arm of a request where one student is promoted and another is to take its place: that one takes its two shares of the requests, and
    /// with all others it is as if there was only the promoted one.
    /// </summary>
    /// <param name="promoted">The promoted student.</param>
    /// <param name="challenger">The other one.</param>
    /// <param name="query">The request.</param>
    /// <param name="policy">What holds for its workload.</param>
    /// <param name="plan">Who answers without a student.</param>
    /// <remarks>
    /// A conversation that somebody holds is the promoted one's: both have the same name as candidates, and a holder is known by its name.
    /// </remarks>
    public static StudentDraw? Draw(
        in RoutableStudent promoted, in RoutableStudent challenger, in StudentQuery query, WorkloadPolicy policy, RoutePlan plan)
    {
        var leads = Math.Clamp(challenger.LeadsShare ?? 0, 0, 1);
        var taken = Math.Clamp(leads + challenger.ControlShare, leads, 1);
        if (query is { Turn: > 0, Route.HeldBy: not null } || Draw(challenger, query, policy, plan) is null)
        {
            return Draw(promoted, query, policy, plan);
        }

        var place = query.Key is { } key ? RolloutDraw.PlaceOf(challenger.Version, key) : PlaceOfMost(leads, taken);
        return place < leads ? new StudentDraw(StudentArm.Student, leads, true)
            : place < taken ? new StudentDraw(challenger.LeadsShare is null ? StudentArm.Shadow : StudentArm.Control, taken - leads, true)
            : Draw(promoted, query, policy, plan) is { } draw ? draw with { Probability = draw.Probability * (1 - taken) }
            : null;
    }

    private static double PlaceOfMost(double leads, double taken) =>
        leads >= 0.5 ? 0 : taken < 1 ? taken : leads;

    private static bool Leads(in RoutableStudent student, string? key, double share) =>
        key is null ? share >= 0.5 : RolloutDraw.ArmOf(student.Version, key, share) == RolloutArm.Student;

    /// <summary>
    /// A client that names a model wants that model. A specialist reads one message and writes one class or one object; an adapter
    /// writes whatever its base model does.
    /// </summary>
    private static bool CanServe(in RoutableStudent student, in StudentQuery query, DistillTask task) =>
        query.Route is { Model: RoutePlanner.Auto, NeedsProvider: false, NeedsLocal: false, Embeds: false }
        && query.Form switch
        {
            StudentForm.Text => true,
            StudentForm.Json => !student.IsSpecialist || task == DistillTask.Extraction,
            _ => false,
        }
        && (!student.IsSpecialist || query.Turn == 0);
}
