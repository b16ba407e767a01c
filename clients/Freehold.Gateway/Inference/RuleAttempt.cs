using System.Buffers;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Wire;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Inference;

/// <summary>Answers with the text of a rule: no model, no tokens, no cost, and an outcome like any other.</summary>
internal sealed class RuleAttempt(ResponseWriter writer)
{
    public Task AnswerAsync(Exchange exchange, Candidate rule, string text)
    {
        exchange.Begin(rule);
        exchange.NoteAnswer(rule.Model, FinishReasons.Stop);
        exchange.Add(new Attempt { Candidate = rule.Id, Result = AttemptResult.Answered });
        var header = LocalRun.HeaderOf(exchange, rule);
        return exchange.Text.Wire.Stream ? StreamAsync(exchange, rule, header, text) : SendAsync(exchange, rule, header, text);
    }

    private Task SendAsync(Exchange exchange, Candidate rule, AnswerHeader header, string text)
    {
        var body = new ArrayBufferWriter<byte>();
        var choices = new AnswerChoice[exchange.Text.Wire.ChoiceCount];
        Array.Fill(choices, new AnswerChoice(text, FinishReasons.Stop));
        exchange.Text.Format.WriteWhole(body, header, choices, default);
        return writer.SendWholeAsync(exchange, rule, body.WrittenMemory);
    }

    private Task StreamAsync(Exchange exchange, Candidate rule, AnswerHeader header, string text)
    {
        var output = ResponseWriter.BeginStream(exchange, rule, costMicroUsd: 0);
        var (format, rest) = (exchange.Text.Format, new ArrayBufferWriter<byte>());
        for (var choice = 0; choice < exchange.Text.Wire.ChoiceCount; choice++)
        {
            format.WriteStartEvent(rest, header, choice);
            format.WriteTextEvent(rest, header, text, choice, null);
            format.WriteFinishEvent(rest, header, FinishReasons.Stop, choice);
        }

        if (exchange.Text.Wire.WantsStreamUsage)
        {
            format.WriteUsageEvent(rest, header, default);
        }

        return writer.EndStreamAsync(exchange, rule, output, rest.WrittenMemory);
    }
}
