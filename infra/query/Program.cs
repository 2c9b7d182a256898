using System.Text.Json;
using Pipeline.Query;

// One request on standard input, one line for each result, row and end on standard output.
await using var input = Console.OpenStandardInput();
await using var output = Console.OpenStandardOutput();
QueryRequest request;
try
{
    request = await JsonSerializer.DeserializeAsync(input, QueryJson.Default.QueryRequest)
        ?? throw new JsonException("The request is null.");
}
catch (JsonException exception)
{
    Console.Error.WriteLine($"This program runs queries for `query` of the Image Pipeline, which sends it a request as JSON: {exception.Message}");
    return 2;
}

using var lines = new ResultLines(output);
return QueryRunner.Run(request, lines) ? 0 : 1;
