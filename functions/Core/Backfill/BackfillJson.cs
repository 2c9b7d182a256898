using System.Text.Json.Serialization;

namespace Pipeline.Core.Backfill;

/// <summary>Generated JSON code of the files that a distributed Map reads and writes. Their members are in Pascal case, as AWS writes them.</summary>
[JsonSerializable(typeof(ChildResult))]
[JsonSerializable(typeof(ManifestLine))]
[JsonSerializable(typeof(ResultManifest))]
internal sealed partial class BackfillJson : JsonSerializerContext;
