using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Freehold.WebConsole.Pages;

/// <summary>The console's one stylesheet, a part of the assembly.</summary>
internal static class Stylesheet
{
    private static readonly byte[] Bytes = Load();
    private static readonly EntityTagHeaderValue Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 8))}\"");

    public static FileContentHttpResult Serve(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache"; // kept, and checked by its tag
        return TypedResults.Bytes(Bytes, "text/css; charset=utf-8", entityTag: Tag);
    }

    private static byte[] Load()
    {
        using var resource = typeof(Stylesheet).Assembly.GetManifestResourceStream("console.css")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
