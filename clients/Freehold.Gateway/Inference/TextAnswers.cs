using System.Buffers;
using Freehold.Contracts.Routing;
using Freehold.Wire;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Inference;

/// <summary>Sends a text that is whole from the start, as a rule's or a specialist's, in the form that the client asked for.</summary>
internal sealed class TextAnswers(ResponseWriter writer)
{
    public Task SendAsync(Exchange exchange, Candidate candidate, string text)
    {
        var header = LocalRun.HeaderOf(exchange, candidate);
        return exchange.Text.Wire.Stream ? StreamAsync(exchange, candidate, header, text) : SendWholeAsync(exchange, candidate, header, text);
    }

    private Task SendWholeAsync(Exchange exchange, Candidate candidate, AnswerHeader header, string text)
    {
        var body = new ArrayBufferWriter<byte>();
        var choices = new AnswerChoice[exchange.Text.Wire.ChoiceCount];
        Array.Fill(choices, new AnswerChoice(text, FinishReasons.Stop));
        exchange.Text.Format.WriteWhole(body, header, choices, default);
        return writer.SendWholeAsync(exchange, candidate, body.WrittenMemory);
    }

    private Task StreamAsync(Exchange exchange, Candidate candidate, AnswerHeader header, string text)
    {
        var output = ResponseWriter.BeginStream(exchange, candidate, exchange.CostMicroUsd);
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

        return writer.EndStreamAsync(exchange, candidate, output, rest.WrittenMemory);
    }
}
