namespace Freehold.Core.Routing.Load;

/// <summary>How busy one model is at one place, as its worker last said.</summary>
/// <param name="WaitingRequests">Requests in its queue.</param>
/// <param name="ActiveRequests">Requests that run.</param>
/// <param name="MaxActiveRequests">Most that run side by side; at least 1.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens that it reads in a second; 0 where not known yet.</param>
/// <param name="DecodeTokensPerSecond">Tokens that one request writes in a second, as busy as it is; 0 where not known yet.</param>
/// <param name="ServiceMs">Mean time that a request runs, in milliseconds; 0 where not known yet.</param>
public readonly record struct PlaceLoad(
    int WaitingRequests,
    int ActiveRequests,
    int MaxActiveRequests,
    double PrefillTokensPerSecond,
    double DecodeTokensPerSecond,
    double ServiceMs);
