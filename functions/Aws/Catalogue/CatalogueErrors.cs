using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Pipeline.Aws.Catalogue;

/// <summary>Translates errors that an operator must fix into exceptions that name the problem. All others pass unchanged.</summary>
internal sealed class CatalogueErrors(string table)
{
    public async Task<TResponse> CallAsync<TResponse>(string operation, string item, Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        catch (ResourceNotFoundException exception)
        {
            throw new CatalogueNotFoundException(operation, table, exception);
        }
        catch (AmazonDynamoDBException exception) when (exception.ErrorCode == "AccessDeniedException")
        {
            throw new CatalogueAccessDeniedException(operation, table, item, exception);
        }
        // The service has no specific code for this.
        catch (AmazonDynamoDBException exception) when (
            exception.ErrorCode == "ValidationException" && exception.Message.Contains("Item size", StringComparison.OrdinalIgnoreCase))
        {
            throw new EntryTooLargeException(item, exception);
        }
    }
}
