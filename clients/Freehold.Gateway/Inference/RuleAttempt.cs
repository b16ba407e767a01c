using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Wire;

namespace Freehold.Gateway.Inference;

/// <summary>Answers with the text of a rule: no model, no tokens, no cost, and an outcome like any other.</summary>
internal sealed class RuleAttempt(TextAnswers answers)
{
    public Task AnswerAsync(Exchange exchange, Candidate rule, string text)
    {
        exchange.Begin(rule);
        exchange.NoteAnswer(rule.Model, FinishReasons.Stop);
        exchange.Add(new Attempt { Candidate = rule.Id, Result = AttemptResult.Answered });
        return answers.SendAsync(exchange, rule, text);
    }
}
