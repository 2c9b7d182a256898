using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Infra.Context;
using Pipeline.Lake.Queries;
using Pipeline.Lake.Tables;
using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Days">Days whose files exist.</param>
/// <param name="Bucket">Name of the bucket that has the files.</param>
internal sealed record LakeCatalogueArgs(PipelineContext Context, int Days, Output<string> Bucket);

/// <summary>
/// Tables over the files of the data lake, and views of the newest export. Athena computes the partitions from the days (partition projection), so
/// nothing has to look for new ones.
/// </summary>
internal sealed class LakeCatalogue : ComponentResource
{
    private const string AthenaSource = "awsdatacatalog";

    private static readonly LakeColumn Day = new(LakeTables.DayColumn, ColumnType.Text, "day of the folder, in UTC");

    private readonly LakeCatalogueArgs _args;

    public LakeCatalogue(string name, LakeCatalogueArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:LakeCatalogue", name, options)
    {
        _args = args;
        var context = args.Context;
        var database = new CatalogDatabase(context.NameOf("lake"), new CatalogDatabaseArgs
        {
            // Without hyphens, SQL needs no quotes.
            Name = context.Name.Replace('-', '_'),
            Description = $"Data lake of {context.Name}",
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        Database = database.Name;
        foreach (var table in LakeTables.All)
        {
            CreateTable(LakeViews.NameFiles(table), table.Meaning, new CatalogTableArgs
            {
                TableType = "EXTERNAL_TABLE",
                Parameters = CreateProjection(table),
                PartitionKeys = { new CatalogTablePartitionKeyArgs { Name = Day.Name, Type = Day.GlueType, Comment = Day.Meaning } },
                StorageDescriptor = new CatalogTableStorageDescriptorArgs
                {
                    Columns = CreateColumns(table.Columns),
                    Location = Output.Format($"s3://{args.Bucket}/{table.Prefix}"),
                    InputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                    OutputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                    SerDeInfo = new CatalogTableStorageDescriptorSerDeInfoArgs
                    {
                        SerializationLibrary = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                        Parameters = { ["serialization.format"] = "1" },
                    },
                },
            });
        }

        foreach (var (table, query) in LakeViews.All)
        {
            LakeColumn[] columns = [.. table.Columns, Day];
            CreateTable(table.Name, $"{table.Meaning}: the newest one", new CatalogTableArgs
            {
                TableType = "VIRTUAL_VIEW",
                Parameters = { ["presto_view"] = "true", ["comment"] = "Presto View" },
                ViewOriginalText = Database.Apply(schema => Encode(schema, query, columns)),
                ViewExpandedText = "/* Presto View */",
                StorageDescriptor = new CatalogTableStorageDescriptorArgs
                {
                    Columns = CreateColumns(columns),
                    // A view has none, but clients expect the member.
                    SerDeInfo = new CatalogTableStorageDescriptorSerDeInfoArgs { Name = "-", SerializationLibrary = "-" },
                },
            });
        }

        RegisterOutputs(new Dictionary<string, object?> { ["database"] = Database });
    }

    /// <summary>Name of the database.</summary>
    public Output<string> Database { get; }

    /// <summary>A view as Athena stores it: JSON in Base64, in a comment. It has the types of SQL, and the table's columns those of Glue.</summary>
    private static string Encode(string schema, string query, IEnumerable<LakeColumn> columns)
    {
        var view = new JsonObject
        {
            ["originalSql"] = query,
            ["catalog"] = AthenaSource,
            ["schema"] = schema,
            ["columns"] = new JsonArray(
                [.. columns.Select(column => (JsonNode)new JsonObject { ["name"] = column.Name, ["type"] = column.SqlType.ToLowerInvariant() })]),
        };
        return $"/* Presto View: {Convert.ToBase64String(Encoding.UTF8.GetBytes(view.ToJsonString()))} */";
    }

    private static CatalogTableStorageDescriptorColumnArgs[] CreateColumns(IEnumerable<LakeColumn> columns) =>
        [.. columns.Select(column => new CatalogTableStorageDescriptorColumnArgs { Name = column.Name, Type = column.GlueType, Comment = column.Meaning })];

    /// <seealso href="https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html"/>
    private InputMap<string> CreateProjection(LakeTable table) => new()
    {
        ["EXTERNAL"] = "TRUE",
        ["classification"] = "parquet",
        ["projection.enabled"] = "true",
        [$"projection.{Day.Name}.type"] = "date",
        [$"projection.{Day.Name}.format"] = "yyyy-MM-dd",
        [$"projection.{Day.Name}.range"] = $"NOW-{_args.Days.ToString(CultureInfo.InvariantCulture)}DAYS,NOW",
        [$"projection.{Day.Name}.interval"] = "1",
        [$"projection.{Day.Name}.interval.unit"] = "DAYS",
        ["storage.location.template"] = Output.Format($"s3://{_args.Bucket}/{table.Prefix}{Day.Name}=${{{Day.Name}}}/"),
    };

    private void CreateTable(string name, string meaning, CatalogTableArgs args)
    {
        (args.DatabaseName, args.Name, args.Description) = (Database, name, meaning);
        _ = new CatalogTable(_args.Context.NameOf($"lake-{name}"), args, new CustomResourceOptions { Parent = this });
    }
}
