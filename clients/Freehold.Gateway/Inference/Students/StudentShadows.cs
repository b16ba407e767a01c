using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;

namespace Freehold.Gateway.Inference.Students;

/// <summary>
/// Asks students beside their teachers: begun before the teacher is asked and never waited for, so that no client waits for a shadow. At most
/// <see cref="MaxRunning"/> run at a time in this process; over it a request goes without, and that is counted.
/// </summary>
internal sealed class StudentShadows(SpecialistCalls specialists, StudentTexts texts, AdapterCalls adapters)
{
    /// <summary>Most shadows that run at a time.</summary>
    public const int MaxRunning = 64;

    private int _running;

    /// <summary>Begins the shadow of a request; null where it has none.</summary>
    public ShadowRun? Begin(Exchange exchange)
    {
        if (exchange.Decision.Student is not { Beside: { } student } plan)
        {
            return null;
        }

        if (Interlocked.Increment(ref _running) > MaxRunning)
        {
            Interlocked.Decrement(ref _running);
            HouseMetrics.ShadowSkipped();
            return null;
        }

        return new ShadowRun(over => AskAsync(exchange, plan, student, over));
    }

    private async Task<StudentAnswer?> AskAsync(Exchange exchange, StudentPlan plan, RankedCandidate student, CancellationToken over)
    {
        try
        {
            return student.Candidate.Kind == CandidateKind.Specialist
                ? await specialists.AskAsync(student, texts.Of(exchange), plan.MaxLatencyMs, over)
                : await adapters.AskAsync(student, plan, exchange.Principal.Tenant, exchange.Text.ToGenerate(), over);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
