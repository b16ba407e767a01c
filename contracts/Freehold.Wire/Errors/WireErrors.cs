using System.Globalization;

namespace Freehold.Wire.Errors;

/// <summary>
/// Every error that the gateway answers with and that is not about the shape of a body (for those see
/// <see cref="RequestErrors"/>). Codes are stable: clients may branch on them.
/// </summary>
public static class WireErrors
{
    /// <summary>401: no key was sent.</summary>
    /// <returns>The error.</returns>
    public static WireError MissingApiKey() => new(401,
        "No API key was provided. Send it in the header 'Authorization: Bearer YOUR_KEY'.",
        WireErrorTypes.InvalidRequest, null, "invalid_api_key");

    /// <summary>401: the key is unknown, revoked or expired. The key itself is never echoed.</summary>
    /// <returns>The error.</returns>
    public static WireError InvalidApiKey() => new(401,
        "Incorrect API key provided. It is unknown, revoked or expired; ask the administrator of your tenant for a new one.",
        WireErrorTypes.InvalidRequest, null, "invalid_api_key");

    /// <summary>403: the key is valid but may not do this.</summary>
    /// <param name="action">What was tried, such as <c>create a tenant</c>.</param>
    /// <returns>The error.</returns>
    public static WireError Forbidden(string action) => new(403,
        $"This API key may not {action}. Use a key that has this right, or ask an administrator to grant it.",
        WireErrorTypes.InvalidRequest, null, "insufficient_permissions");

    /// <summary>404: no candidate has the name, or the tenant may not see it; the two are not told apart on purpose.</summary>
    /// <param name="model">The name that the client sent.</param>
    /// <returns>The error.</returns>
    public static WireError ModelNotFound(string model) => new(404,
        $"The model '{model}' does not exist or you do not have access to it. GET /v1/models lists the models that this key may use.",
        WireErrorTypes.InvalidRequest, "model", "model_not_found");

    /// <summary>404: feedback names a response that this tenant has not received.</summary>
    /// <param name="responseId">The id that the client sent.</param>
    /// <returns>The error.</returns>
    public static WireError ResponseNotFound(string responseId) => new(404,
        $"No response with id '{responseId}' was given to this tenant. Send the 'id' of a completion as it was received.",
        WireErrorTypes.InvalidRequest, "response_id", "response_not_found");

    /// <summary>404: no such path.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path of the URL, without the query.</param>
    /// <returns>The error.</returns>
    public static WireError UnknownUrl(string method, string path) => new(404,
        $"Unknown request URL: {method} {path}. Check the path and the method; the API is under /v1.",
        WireErrorTypes.InvalidRequest, null, "unknown_url");

    /// <summary>400: the prompt and the room asked for its answer do not fit the model.</summary>
    /// <param name="contextTokens">Size of the model's context, in tokens.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="completionTokens">Tokens asked for the answer.</param>
    /// <param name="param">The field that holds the prompt: <c>messages</c> or <c>prompt</c>.</param>
    /// <returns>The error.</returns>
    public static WireError ContextLengthExceeded(int contextTokens, int promptTokens, int completionTokens, string param = "messages") => new(400,
        string.Create(CultureInfo.InvariantCulture,
            $"This model's maximum context length is {contextTokens} tokens. However, you requested {(long)promptTokens + completionTokens} tokens ({promptTokens} in the {param}, {completionTokens} in the completion). Please reduce the length of the {param} or the completion."),
        WireErrorTypes.InvalidRequest, param, "context_length_exceeded");

    /// <summary>400: a content part that the chosen model cannot read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="partType">The part's <c>type</c>, such as <c>image_url</c>.</param>
    /// <param name="param">Path of the part.</param>
    /// <returns>The error.</returns>
    public static WireError ContentPartUnsupported(string model, string partType, string param) => new(400,
        $"The model '{model}' does not accept content parts of type '{partType}' (at '{param}'). Send text, or choose a model that accepts this type.",
        WireErrorTypes.InvalidRequest, param, "unsupported_content_part");

    /// <summary>400: a documented field that the chosen model does not implement.</summary>
    /// <param name="model">The model.</param>
    /// <param name="param">Name of the field.</param>
    /// <returns>The error.</returns>
    public static WireError ParameterUnsupported(string model, string param) => new(400,
        $"Unsupported parameter: '{param}' is not supported with the model '{model}'. Leave it out, or choose a model that supports it.",
        WireErrorTypes.InvalidRequest, param, "unsupported_parameter");

    /// <summary>400: the named model does something else than what is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="reasons">For each candidate, why not.</param>
    /// <returns>The error.</returns>
    public static WireError ModelUnsuitable(string model, string reasons) => new(400,
        $"The model '{model}' cannot serve this request ({reasons}). Name a model that can; GET /v1/models lists the models.",
        WireErrorTypes.InvalidRequest, "model", "unsuitable_model");

    /// <summary>403: the request's label allows no zone in which a candidate lives.</summary>
    /// <param name="label">The label, such as <c>Restricted</c>.</param>
    /// <param name="model">The model that the client asked for.</param>
    /// <param name="reasons">For each candidate that was refused, where it lives and why that is forbidden.</param>
    /// <returns>The error.</returns>
    public static WireError LabelForbidsZone(string label, string model, string reasons) => new(403,
        $"The request is labelled {label}, and the policy lets it go to nobody who serves '{model}' ({reasons}). Remove the sensitive content, or use a model in an allowed zone ('auto' picks one).",
        WireErrorTypes.InvalidRequest, "model", "label_forbids_zone");

    /// <summary>403: everybody who could answer is beyond a limit of the tenant's policy.</summary>
    /// <param name="model">The name asked for.</param>
    /// <param name="reasons">Who is beyond which limit.</param>
    /// <returns>The error.</returns>
    public static WireError LimitExceeded(string model, string reasons) => new(403,
        $"Nobody who serves '{model}' is within the limits of the policy ({reasons}). Shorten the request or its answer, name a model, or have the limits raised.",
        WireErrorTypes.InvalidRequest, "model", "policy_limit_exceeded");

    /// <summary>413: the body is longer than the gateway reads.</summary>
    /// <param name="limitBytes">The bound, in bytes.</param>
    /// <returns>The error.</returns>
    public static WireError BodyTooLarge(long limitBytes) => new(413,
        string.Create(CultureInfo.InvariantCulture, $"The request body is larger than the limit of {limitBytes} bytes. Send a shorter conversation, or split it into several requests."),
        WireErrorTypes.InvalidRequest, null, "request_too_large");

    /// <summary>429: too many requests; goes with the header <c>Retry-After</c>.</summary>
    /// <param name="limit">What is limited, such as <c>60 requests per minute for tenant 'acme'</c>.</param>
    /// <param name="retryAfterSeconds">When to try again, in seconds.</param>
    /// <returns>The error.</returns>
    public static WireError RateLimited(string limit, int retryAfterSeconds) => new(429,
        string.Create(CultureInfo.InvariantCulture, $"Rate limit reached: {limit}. Please try again in {retryAfterSeconds} s."),
        WireErrorTypes.Requests, null, "rate_limit_exceeded");

    /// <summary>429: the budget does not cover the request.</summary>
    /// <param name="budget">The budget's name, such as <c>acme/support</c>.</param>
    /// <returns>The error.</returns>
    public static WireError BudgetExceeded(string budget) => new(429,
        $"You exceeded the budget '{budget}'. Ask its owner to raise it, lower 'max_completion_tokens', or use a local model.",
        WireErrorTypes.InsufficientQuota, null, "insufficient_quota");

    /// <summary>500: a fault of ours.</summary>
    /// <param name="requestId">The value of the header <c>x-request-id</c>.</param>
    /// <returns>The error.</returns>
    public static WireError Internal(string requestId) => new(500,
        $"The server had an error while processing your request. Try again; if it happens again, give the operator the request id {requestId}.",
        WireErrorTypes.Server, null, "internal_error");

    /// <summary>502: the upstream refused, broke the connection or answered nonsense, and no other candidate was left.</summary>
    /// <param name="provider">Name of the provider.</param>
    /// <param name="reason">What it did, such as <c>HTTP 500</c> or <c>the stream ended without [DONE]</c>.</param>
    /// <returns>The error.</returns>
    public static WireError UpstreamFailure(string provider, string reason) => new(502,
        $"The upstream '{provider}' failed: {reason}. Try again, or choose another model.",
        WireErrorTypes.Server, null, "upstream_failure");

    /// <summary>503: nothing can answer now.</summary>
    /// <param name="model">The model that the client asked for.</param>
    /// <param name="reason">Why each candidate was passed over, or what to configure.</param>
    /// <returns>The error.</returns>
    public static WireError NoCandidates(string model, string reason) => new(503,
        $"No candidate can answer for the model '{model}': {reason}",
        WireErrorTypes.Server, "model", "no_candidates");

    /// <summary>503: a bounded queue is full.</summary>
    /// <param name="queue">Which one, such as <c>the queue of worker 'cpu0' (256 requests)</c>.</param>
    /// <returns>The error.</returns>
    public static WireError Overloaded(string queue) => new(503,
        $"The server is overloaded: {queue} is full. Try again later with an increasing delay.",
        WireErrorTypes.Server, null, "overloaded");

    /// <summary>503: this process is about to end; goes with the header <c>Retry-After</c>.</summary>
    /// <returns>The error.</returns>
    public static WireError Stopping() => new(503,
        "This server is stopping and could not finish the request. Try again: another one takes it.",
        WireErrorTypes.Server, null, "server_stopping");

    /// <summary>503: the silo that worked on the request went away; goes with the header <c>Retry-After</c>.</summary>
    /// <param name="requestId">The value of the header <c>x-request-id</c>.</param>
    /// <returns>The error.</returns>
    public static WireError SiloLost(string requestId) => new(503,
        $"A part of the server went away while it worked on the request {requestId}. Try again: another part takes it.",
        WireErrorTypes.Server, null, "silo_lost");

    /// <summary>504: the upstream did not answer in time.</summary>
    /// <param name="provider">Name of the provider.</param>
    /// <param name="timeoutMs">The bound that it overran, in milliseconds.</param>
    /// <returns>The error.</returns>
    public static WireError UpstreamTimeout(string provider, long timeoutMs) => new(504,
        string.Create(CultureInfo.InvariantCulture, $"The upstream '{provider}' did not answer within {timeoutMs} ms. Try again, ask for a shorter answer, or choose another model."),
        WireErrorTypes.Server, null, "upstream_timeout");
}
