using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Inference;

/// <summary><c>POST /v1/embeddings</c>, served by local models.</summary>
internal sealed class EmbeddingsApi(AnswerPipeline pipeline, RequestLabeler labeler, IOptions<GatewayOptions> options)
{
    public async Task PostAsync(HttpContext context, Principal principal)
    {
        var arrival = pipeline.Arrive();
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is not { } body)
        {
            return;
        }

        if (!RequestReader.TryReadEmbeddings(body, out var wire, out var error)
            || (error = RequestHeaders.TryRead(context.Request.Headers, null, out var label, out var workload)) is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (wire.Model == RouteRequest.AutoModel)
        {
            // Vectors are compared with others, and those of another model mean nothing beside them.
            await context.WriteErrorAsync(RequestErrors.InvalidValue(
                "model", $"'{RouteRequest.AutoModel}' cannot choose for embeddings, whose vectors compare within one model only; name the model"));
            return;
        }

        if (await labeler.FindAsync(context, principal, body) is not { } findings)
        {
            return;
        }

        await pipeline.AnswerAsync(
            context, principal, arrival, new EmbedTextsRequest { Wire = wire, Findings = findings, Label = label, Workload = workload });
    }
}
