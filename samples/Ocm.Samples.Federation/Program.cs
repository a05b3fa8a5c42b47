using Ocm.Samples.Federation;

return await FederationCommand.RunAsync(args, Console.Out, Console.Error);
