using System.Globalization;
using Pipeline.Core.Describing;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Descriptions;

/// <summary>Counts the images that a model is asked about, by day. A restart forgets none.</summary>
public sealed class DescriptionBudget : IDescriptionBudget
{
    private readonly Database _database;

    internal DescriptionBudget(Database database) => _database = database;

    /// <inheritdoc/>
    public Task<bool> TryTakeAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        var text = Format(day);
        return _database.WriteAsync(
            session =>
            {
                // Nobody asks about other days.
                session.Execute("DELETE FROM described_images WHERE day <> $1", text);
                session.Execute("INSERT INTO described_images(day, count) VALUES ($1, 0) ON CONFLICT DO NOTHING", text);
                return session.Execute("UPDATE described_images SET count = count + 1 WHERE day = $1 AND count < $2", text, limit) == 1;
            },
            cancellationToken);
    }

    /// <summary>Number of images that were counted on a day.</summary>
    public Task<int> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult((int)_database.Read(session => session.QueryNumber("SELECT ifnull(max(count), 0) FROM described_images WHERE day = $1", Format(day))));
    }

    private static string Format(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
