using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Wire;
using Freehold.Wire.Errors;

namespace Freehold.Gateway.Inference.Students;

/// <summary>
/// Answers with what a specialist says, where it is sure enough. An answer below its threshold never goes out, not even where nobody else
/// answers: its threshold is what was promised of it.
/// </summary>
internal sealed class SpecialistAttempt(SpecialistCalls calls, StudentTexts texts, TextAnswers answers)
{
    public async Task<AttemptEnd> TryAsync(Exchange exchange, RankedCandidate ranked)
    {
        var candidate = ranked.Candidate;
        exchange.Begin(candidate);
        StudentAnswer said;
        try
        {
            said = await calls.AskAsync(ranked, texts.Of(exchange), exchange.Decision.Student!.MaxLatencyMs, exchange.Aborted);
        }
        catch (OperationCanceledException)
        {
            exchange.Add(new Attempt { Candidate = candidate.Id, Result = AttemptResult.Cancelled });
            throw;
        }

        exchange.StudentAnswer = said;
        exchange.NoteAnswer(candidate.Model, FinishReasons.Stop);
        exchange.Add(ToAttempt(candidate, said), said.Error);
        if (said.Escalates is { } reason)
        {
            exchange.LastError = (WireErrors.NoCandidates(exchange.Request.Model, $"the student left it to others: {reason}"), 0, []);
            exchange.DecisionText = $"auto: escalated from {candidate.Id}, because {reason}";
            return AttemptEnd.TryNext;
        }

        exchange.AnswerProbability = said.Probability;
        await answers.SendAsync(exchange, candidate, said.Text!);
        return AttemptEnd.Over;
    }

    private static Attempt ToAttempt(Candidate candidate, StudentAnswer said) => new()
    {
        Candidate = candidate.Id,
        Result = said.Escalates is null ? AttemptResult.Answered : AttemptResult.Escalated,
        Detail = said.Escalates,
        LatencyMs = said.LatencyMs,
        Probability = said.Probability,
    };
}
