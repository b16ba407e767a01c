using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Privacy;

/// <summary>What is found in a request decides its label, wherever in the body it stands and whichever API it is for.</summary>
public sealed class LabelTests
{
    private const string Mail = "ann.lee@corp.example.com";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Bodies => new()
    {
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Write to MAIL."}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","stream":true,"messages":[{"role":"user","content":"Write to MAIL."}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Write to ann.lee\u0040corp.example.com."}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":[{"type":"text","text":"Write to MAIL."}]}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"system","content":"You are MAIL."},{"role":"user","content":"Hi"}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","name":"MAIL","content":"Hi"}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"send","arguments":"{\"to\":\"ann.lee\\u0040corp.example.com\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"sent"}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"who","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"MAIL"}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"send","description":"Sends to MAIL","parameters":{}}}]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"enum":["MAIL"]}}}}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"prediction":{"type":"content","content":"MAIL"}}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"user":"MAIL"}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"metadata":{"for":"MAIL"}}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"stop":["MAIL"]}""" },
        { "/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"x":[{"MAIL":1}]}""" },
        { "/v1/completions", """{"model":"mock/m","prompt":"Write to MAIL."}""" },
        { "/v1/completions", """{"model":"mock/m","prompt":["Hi","Write to MAIL."],"stream":true}""" },
        { "/v1/completions", """{"model":"mock/m","prompt":"Hi","suffix":"Write to MAIL."}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Personal_data_is_confidential_and_does_not_leave_the_house(string path, string body)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "1")));

        var answer = await house.Admin.SendTextAsync(
            HttpMethod.Post, path, body.Replace("MAIL", Mail, StringComparison.Ordinal), ("x-freehold-label", "public"));

        answer.ExpectError(403, "label_forbids_zone");
        Assert.Equal("Confidential", answer["x-freehold-label"]);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        var outcome = Assert.Single(await house.Admin.OutcomesAsync());
        Assert.Equal("Confidential", outcome.GetProperty("label").GetString());
        Assert.Contains("email_address", outcome.GetProperty("sensitive_kinds").EnumerateArray().Select(kind => kind.GetString()));
        Assert.DoesNotContain(Mail, outcome.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_on_this_device_answers_it()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));

        var answer = (await house.Admin.ChatAsync("auto", $"Write to {Mail}.")).Expect(200);
        var clean = (await house.Admin.ChatAsync("auto", "Hello")).Expect(200);

        Assert.Equal(("tiny", "Confidential"), (answer["x-freehold-model"], answer["x-freehold-label"]));
        Assert.Equal("Internal", clean["x-freehold-label"]);
        Assert.Equal(JsonValueKind.Undefined, Kinds(await house.Admin.OutcomeAsync(clean.Id)).ValueKind);
    }

    [Fact]
    public async Task Terms_and_kinds_have_the_labels_that_the_policy_gives_them()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream));
        await house.SetPolicyAsync("""
            default_label: public
            zones: {public: [any], internal: [any], confidential: [device], restricted: [device]}
            labels:
              kinds: {email_address: internal}
              terms: [{term: Nightjar, label: restricted}]
            """);

        Assert.Equal("Public", (await house.Admin.ChatAsync("mock/mock-model", "Hello")).Expect(200)["x-freehold-label"]);
        Assert.Equal("Internal", (await house.Admin.ChatAsync("mock/mock-model", $"To {Mail}")).Expect(200)["x-freehold-label"]);
        var term = await house.Admin.ChatAsync("mock/mock-model", "How is night\u200Bjar going?");
        term.ExpectError(403, "label_forbids_zone");
        Assert.Equal("Restricted", term["x-freehold-label"]);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"a","content":"b"}]}""", "messages[0].content")]
    [InlineData("/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"a"}],"x":{"y":1,"y":2}}""", "x.y")]
    [InlineData("/v1/completions", """{"model":"mock/m","prompt":"a","prompt":"b"}""", "prompt")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"a","z":[{"a":1,"\u0061":2}]}""", @"z[0].\u0061")]
    public async Task A_name_that_comes_twice_is_refused_with_its_path(string path, string body, string param)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream));

        var answer = await house.Admin.SendTextAsync(HttpMethod.Post, path, body);

        answer.ExpectError(400, "invalid_value");
        Assert.Equal(param, answer.Json.GetProperty("error").GetProperty("param").GetString());
    }

    private static JsonElement Kinds(JsonElement outcome) => outcome.TryGetProperty("sensitive_kinds", out var kinds) ? kinds : default;
}
