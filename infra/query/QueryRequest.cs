using System.Text.Json.Serialization;

namespace Pipeline.Query;

/// <summary>Statements to run.</summary>
/// <param name="Version">Version of this contract, <see cref="CurrentVersion"/>.</param>
/// <param name="Folder">Full path of the only folder whose files may be read.</param>
/// <param name="Setup">Statements that create the views.</param>
/// <param name="Queries">Queries whose results are wanted, one after the other.</param>
internal sealed record QueryRequest(int Version, string Folder, IReadOnlyList<string> Setup, IReadOnlyList<string> Queries)
{
    public const int CurrentVersion = 1;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(QueryRequest))]
internal sealed partial class QueryJson : JsonSerializerContext;
