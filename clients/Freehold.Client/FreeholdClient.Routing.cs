using Freehold.Client.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Routing;

namespace Freehold.Client;

public sealed partial class FreeholdClient
{
    /// <summary>How a request would be routed now. Nobody is asked, and nothing is logged.</summary>
    public async Task<RouteExplanation> ExplainRouteAsync(
        ExplainRequest request, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, "/v1/route/explain", Transport.Json(request, AdminJson.Default.ExplainRequest), options,
            AdminJson.Default.RouteExplanation, cancellationToken)).Value;
}
