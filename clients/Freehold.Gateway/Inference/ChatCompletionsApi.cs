using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Inference;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsApi(AnswerPipeline pipeline, ChatRequests requests, IOptions<GatewayOptions> options)
{
    public async Task PostAsync(HttpContext context, Principal principal)
    {
        var arrival = pipeline.Arrive();
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is { } body
            && await requests.ReadAsync(context, principal, body) is { } request)
        {
            await pipeline.AnswerAsync(context, principal, arrival, request);
        }
    }
}
