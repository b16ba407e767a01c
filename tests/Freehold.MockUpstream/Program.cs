using Freehold.MockUpstream;

// The upstream as a process of its own: --port N --chunks N --recorded FOLDER. It prints its base URL and runs until stopped.
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
var options = new MockUpstreamOptions
{
    Port = settings.GetValue("port", 0),
    StreamChunks = settings.GetValue("chunks", 16),
    RecordedFolder = settings["recorded"],
    MaxRecordedRequests = 0,
};
await using var server = await MockUpstreamServer.StartAsync(options);
Console.WriteLine(server.BaseUrl);
await server.WaitAsync();
