using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Pipeline.Aws.Catalogue;

/// <summary>Turns what an operator has to mend into exceptions that name it; all else passes as the SDK throws it.</summary>
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
        // The service has no code of its own for it.
        catch (AmazonDynamoDBException exception) when (
            exception.ErrorCode == "ValidationException" && exception.Message.Contains("Item size", StringComparison.OrdinalIgnoreCase))
        {
            throw new EntryTooLargeException(item, exception);
        }
    }
}
