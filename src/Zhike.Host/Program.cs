using Zhike.Host.Cli;

return await ZhikeCommand.RunAsync(args);
