using System.Globalization;
using System.Text;

namespace Freehold.MockUpstream;

/// <summary>Sends an answer, whole or with a fault.</summary>
internal static class AnswerSender
{
    public static Task SendAsync(HttpContext context, MockAnswer answer, MockFault? fault) => fault switch
    {
        null => SendWholeAsync(context, answer),
        MockFault.Status status => SendStatusAsync(context, status),
        MockFault.Reset => ResetAsync(context),
        MockFault.Stall stall => StallAsync(context, answer, stall),
        _ => SendFaultyAsync(context, answer, fault),
    };

    private static async Task SendWholeAsync(HttpContext context, MockAnswer answer)
    {
        Begin(context, answer);
        var bytes = answer.Body ?? answer.AllEvents!;
        if (answer.Body is not null) context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes);
    }

    private static async Task SendStatusAsync(HttpContext context, MockFault.Status status)
    {
        context.Response.StatusCode = status.StatusCode;
        context.Response.ContentType = status.ContentType;
        if (status.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(status.Body, context.RequestAborted);
    }

    private static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task StallAsync(HttpContext context, MockAnswer answer, MockFault.Stall stall)
    {
        await stall.Until.WaitAsync(context.RequestAborted);
        await SendWholeAsync(context, answer);
    }

    private static async Task SendFaultyAsync(HttpContext context, MockAnswer answer, MockFault fault)
    {
        Begin(context, answer);
        var afterEvents = fault switch
        {
            MockFault.StallMidStream stall => stall.AfterEvents,
            MockFault.CutConnection cut => cut.AfterEvents,
            MockFault.EndEarly early => early.AfterEvents,
            MockFault.RawTail raw => raw.AfterEvents,
            _ => throw new InvalidOperationException($"No behaviour is defined for {fault}."),
        };

        // A body that is not a stream is sent in halves.
        if (answer.Body is { } body) context.Response.ContentLength = fault is MockFault.CutConnection or MockFault.StallMidStream ? body.Length : null;
        var pieces = answer.Events ?? [answer.Body![..(answer.Body!.Length / 2)], answer.Body![(answer.Body!.Length / 2)..]];
        afterEvents = answer.Events is null ? 1 : Math.Min(afterEvents, pieces.Length);
        await SendPiecesAsync(context, pieces.AsMemory(0, afterEvents));
        switch (fault)
        {
            case MockFault.CutConnection:
                // An abort would send a reset, which may overtake what was sent before it. After an exception the server closes
                // the connection in order, only without the end of the body.
                throw new IOException("The script cuts the connection here.");
            case MockFault.RawTail raw: await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(raw.Text), context.RequestAborted); break;
            case MockFault.StallMidStream stall:
                await stall.Until.WaitAsync(context.RequestAborted);
                await SendPiecesAsync(context, pieces.AsMemory(afterEvents));
                break;
        }
    }

    private static async Task SendPiecesAsync(HttpContext context, ReadOnlyMemory<byte[]> pieces)
    {
        // Headers go out even when no piece does, so that a fault after the headers is one after the headers.
        await context.Response.Body.FlushAsync(context.RequestAborted);
        for (var i = 0; i < pieces.Length; i++)
        {
            await context.Response.BodyWriter.WriteAsync(pieces.Span[i], context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static void Begin(HttpContext context, MockAnswer answer)
    {
        context.Response.StatusCode = answer.StatusCode;
        context.Response.ContentType = answer.Body is null ? "text/event-stream; charset=utf-8" : "application/json";
    }
}
