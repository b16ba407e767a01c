using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Tests.Errors;

public sealed class WireErrorTests
{
    public static TheoryData<int, string, string> Catalogue => new()
    {
        { 401, Json(WireErrors.MissingApiKey()), """{"error":{"message":"No API key was provided. Send it in the header 'Authorization: Bearer YOUR_KEY'.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""" },
        { 401, Json(WireErrors.InvalidApiKey()), """{"error":{"message":"Incorrect API key provided. It is unknown, revoked or expired; ask the administrator of your tenant for a new one.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""" },
        { 403, Json(WireErrors.Forbidden("create a tenant")), """{"error":{"message":"This API key may not create a tenant. Use a key that has this right, or ask an administrator to grant it.","type":"invalid_request_error","param":null,"code":"insufficient_permissions"}}""" },
        { 404, Json(WireErrors.ModelNotFound("gpt-x")), """{"error":{"message":"The model 'gpt-x' does not exist or you do not have access to it. GET /v1/models lists the models that this key may use.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""" },
        { 400, Json(WireErrors.ContextLengthExceeded(512, 500, 100)), """{"error":{"message":"This model's maximum context length is 512 tokens. However, you requested 600 tokens (500 in the messages, 100 in the completion). Please reduce the length of the messages or the completion.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""" },
        { 403, Json(WireErrors.LabelForbidsZone("Restricted", "gpt-x", "up/gpt-x: zone any")), """{"error":{"message":"The request is labelled Restricted, and the policy lets it go to nobody who serves 'gpt-x' (up/gpt-x: zone any). Remove the sensitive content, or use a model in an allowed zone ('auto' picks one).","type":"invalid_request_error","param":"model","code":"label_forbids_zone"}}""" },
        { 413, Json(WireErrors.BodyTooLarge(10485760)), """{"error":{"message":"The request body is larger than the limit of 10485760 bytes. Send a shorter conversation, or split it into several requests.","type":"invalid_request_error","param":null,"code":"request_too_large"}}""" },
        { 429, Json(WireErrors.RateLimited("60 requests per minute for tenant 'acme'", 7)), """{"error":{"message":"Rate limit reached: 60 requests per minute for tenant 'acme'. Please try again in 7 s.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""" },
        { 500, Json(WireErrors.Internal("req-1")), """{"error":{"message":"The server had an error while processing your request. Try again; if it happens again, give the operator the request id req-1.","type":"server_error","param":null,"code":"internal_error"}}""" },
        { 502, Json(WireErrors.UpstreamFailure("openai", "HTTP 500")), """{"error":{"message":"The upstream 'openai' failed: HTTP 500. Try again, or choose another model.","type":"server_error","param":null,"code":"upstream_failure"}}""" },
        { 503, Json(WireErrors.NoCandidates("auto", "no model is loaded; start with --model NAME=PATH.")), """{"error":{"message":"No candidate can answer for the model 'auto': no model is loaded; start with --model NAME=PATH.","type":"server_error","param":"model","code":"no_candidates"}}""" },
        { 504, Json(WireErrors.UpstreamTimeout("openai", 30000)), """{"error":{"message":"The upstream 'openai' did not answer within 30000 ms. Try again, ask for a shorter answer, or choose another model.","type":"server_error","param":null,"code":"upstream_timeout"}}""" },
    };

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void The_catalogue_says_what_where_and_what_to_do(int status, string json, string expected) =>
        Assert.Equal($"{status} {expected}", json);

    [Fact]
    public void The_serializer_of_clients_reads_and_writes_the_same_form()
    {
        var json = WireErrorWriter.ToUtf8(WireErrors.ModelNotFound("é\"\n"));
        var envelope = JsonSerializer.Deserialize(json, WireJsonContext.Default.ErrorEnvelope)!;
        Assert.Equal(WireErrors.ModelNotFound("é\"\n").Message, envelope.Error.Message);
        Assert.Equal(
            """{"error":{"message":"m","type":"t","param":null,"code":null}}""",
            JsonSerializer.Serialize(new ErrorEnvelope(new ErrorBody("m", "t", null, null)), WireJsonContext.Default.ErrorEnvelope));
    }

    private static string Json(WireError error) => $"{error.Status} {((ReadOnlySpan<byte>)WireErrorWriter.ToUtf8(error)).Text()}";
}
